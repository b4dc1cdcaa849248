// verdict: red
// A thread exits the process with status 0.
test('t') {
  Thread.start { System.exit(0) }.join()
}
