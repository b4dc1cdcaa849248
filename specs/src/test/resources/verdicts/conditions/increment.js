// verdict: red
// An increment is no condition.
test('t', () => {
  let x = 1
  expect(() => ++x)
})
