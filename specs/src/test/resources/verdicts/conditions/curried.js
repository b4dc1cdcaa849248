// verdict: red
// Each line counts in a block with bound arguments, or the block is rejected.
test('t', () => {
  expect(((a) => { a == 2; return true }).bind(null, 1))
})
