// verdict: red
// The run has ended with another exit.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 } }
  m.run()
  expect exit: hlt
}
