// verdict: red
// The language's own assertion fails a test.
test('t') {
  assert 1 == 2
}
