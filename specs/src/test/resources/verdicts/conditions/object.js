// verdict: red
// An object is no condition.
test('t', () => {
  expect(() => new Boolean(false))
})
