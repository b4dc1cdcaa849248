// verdict: red
// says: this run ended with
// An outcome that is kept and not looked at is not checked.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 10 f4'; vcpu(0) { real 0x1000 } }
  def last = m.run()
  expect { 1 == 1 }
}
