// verdict: red
// Each line counts in a block that a variable holds.
test('t', () => {
  const c = () => { 1 == 2; return true }
  expect(c)
})
