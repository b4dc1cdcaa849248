// verdict: red
// A closed machine runs no guest.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }
  m.close()
  m.run until: hlt
}
