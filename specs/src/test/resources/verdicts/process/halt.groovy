// verdict: red
// The process is halted with status 0.
test('t') {
  Runtime.runtime.halt(0)
}
