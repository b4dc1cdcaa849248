// verdict: red
// A declaration is no condition.
test('t', () => {
  expect(() => { const x = true })
})
