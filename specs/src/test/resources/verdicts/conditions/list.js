// verdict: red
// A list is no condition.
test('t', () => {
  expect(() => [1 == 2, true])
})
