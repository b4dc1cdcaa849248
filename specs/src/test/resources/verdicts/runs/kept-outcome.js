// verdict: red
// says: this run ended with
// An outcome that is kept and not looked at is not checked.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 f4'}, vcpu: {real: 0x1000}})
  const last = m.run()
  expect(() => 1 == 1)
})
