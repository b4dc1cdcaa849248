// verdict: red
// Each line counts in a block that comes through a function.
def check(Closure c) { expect(c) }
test('t') {
  check { 1 == 2; true }
}
