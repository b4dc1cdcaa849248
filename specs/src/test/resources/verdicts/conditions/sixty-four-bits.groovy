// verdict: green
// A 64-bit value is its 64 bits.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }
  m.regs.rax = 0xffffffff80000000
  expect { m.regs.rax == 0xffffffff80000000 }
}
