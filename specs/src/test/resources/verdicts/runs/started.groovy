// verdict: red
// says: without waiting for this background run
// A run that was started is not waited for.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
  m.start within: 20.s
}
