// verdict: red
// The test runs out of memory.
test('t') {
  def all = []
  while (true) all << new long[16 << 20]
}
