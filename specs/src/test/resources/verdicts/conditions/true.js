// verdict: green
// A condition that is true.
test('t', () => {
  expect(() => 1 == 1)
})
