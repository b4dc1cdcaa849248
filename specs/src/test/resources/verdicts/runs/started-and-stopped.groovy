// verdict: green
// A run that was started is stopped and waited for.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
  def going = m.start within: 20.s
  m.stop()
  going.join()
  expect { 1 == 1 }
}
