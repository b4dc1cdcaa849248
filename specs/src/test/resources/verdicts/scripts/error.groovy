// verdict: red
// A test throws an Error of the JVM or of the language.
test('t') {
  throw new AssertionError('no')
}
