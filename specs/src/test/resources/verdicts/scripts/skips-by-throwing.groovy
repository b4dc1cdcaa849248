// verdict: red
// What the script throws does not skip a test.
test('t') {
  throw new org.opentest4j.TestAbortedException('skip')
}
