// verdict: red
// A closed machine runs no guest.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}})
  m.close()
  m.run({until: hlt})
})
