// verdict: red
// A promise is no condition.
test('t', () => {
  expect(() => Promise.resolve(false))
})
