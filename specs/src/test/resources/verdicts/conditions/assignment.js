// verdict: red
// An assignment is no condition.
test('t', () => {
  let x = 1
  expect(() => x = 5)
})
