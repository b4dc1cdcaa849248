// verdict: red
// says: this run ended with
// A run ends with a triple fault that nobody expects.
test('t') {
  def m = vm { memory at: 0, size: 128.KB; load at: 0x1000, hex: '0f 0b'; vcpu(0) { long64 0x1000 } }
  m.run()
  expect { m.vcpu(0).id == 0 }
}
