// verdict: red
// says: this run ended with
// A run ends by its time limit.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'eb fe'; vcpu(0) { real 0x1000 } }
  m.run within: 200.ms
  expect { 1 == 1 }
}
