// verdict: red
// The negation of what is true.
test('t', () => {
  expect(() => !(1 == 1))
})
