// verdict: red
// A run ends otherwise than until: says.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}})
  m.run({until: io})
  expect(() => 1 == 1)
})
