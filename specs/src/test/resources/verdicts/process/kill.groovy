// verdict: red
// The process is killed.
test('t') {
  def pid = ProcessHandle.current().pid()
  ['kill', '-9', "$pid"].execute().waitFor()
  sleep 5.s
}
