// verdict: red
// An empty list is no condition.
test('t', () => {
  expect(() => [])
})
