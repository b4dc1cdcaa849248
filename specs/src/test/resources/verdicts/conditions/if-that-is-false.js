// verdict: red
// An if whose branch is not taken checks nothing.
test('t', () => {
  expect(() => { if (1 == 2) { return 1 == 1 } })
})
