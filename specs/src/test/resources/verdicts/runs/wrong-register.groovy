// verdict: red
// says: 41
// The guest computed another value.
test('t') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 29 00 f4'; vcpu(0) { real 0x1000 } }
  m.run until: hlt
  expect { m.regs.rax == 42 }
}
