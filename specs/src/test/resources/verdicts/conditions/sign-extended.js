// verdict: red
// A 64-bit value is not its low half.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}})
  m.regs.rax = 0xffffffff80000000n
  expect(() => m.regs.rax == 0x80000000n)
})
