// verdict: red
// A text made of a false comparison is no condition.
test('t', () => {
  expect(() => `${1 == 2}`)
})
