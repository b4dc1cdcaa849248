// verdict: red
// Each line counts in a block that comes through a function.
function check(c) { expect(c) }
test('t', () => {
  check(() => { 1 == 2; return true })
})
