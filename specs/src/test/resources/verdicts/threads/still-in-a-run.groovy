// verdict: red
// A thread is in a run when its test ends.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
  Thread.start { m.run within: 30.s }
  sleep 100
  expect { 1 == 1 }
}
