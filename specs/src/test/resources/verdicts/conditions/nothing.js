// verdict: red
// A value that is not there is false.
test('t', () => {
  expect(() => undefined)
})
