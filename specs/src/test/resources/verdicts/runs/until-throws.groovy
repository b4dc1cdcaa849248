// verdict: red
// The condition of until: throws.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 20 f4'; vcpu(0) { real 0x1000 }; on(io: 0x20) { e -> 1 } }
  m.run until: { throw new RuntimeException('no') }
}
