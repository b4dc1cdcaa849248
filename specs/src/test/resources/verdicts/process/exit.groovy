// verdict: red
// The process exits with status 0.
test('t') {
  System.exit(0)
}
