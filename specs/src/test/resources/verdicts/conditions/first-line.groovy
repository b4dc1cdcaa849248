// verdict: red
// Each line of a block counts, not only the last.
test('t') {
  expect {
    1 == 2
    1 == 1
  }
}
