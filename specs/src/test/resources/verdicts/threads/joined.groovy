// verdict: red
// A thread that the test waits for fails.
test('t') {
  Thread.start { expect { 1 == 2 } }.join()
}
