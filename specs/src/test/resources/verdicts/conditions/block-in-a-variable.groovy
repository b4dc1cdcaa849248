// verdict: red
// Each line counts in a block that a variable holds.
test('t') {
  def c = { -> 1 == 2; true }
  expect c
}
