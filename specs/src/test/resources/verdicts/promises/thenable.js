// verdict: red
// An object with a then method is no condition.
test('t', () => {
  expect(() => ({then(resolve) { resolve(true) }}))
})
