// verdict: red
// says: this run ended with
// A run ends with an exit that has no handler.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 f4'}, vcpu: {real: 0x1000}})
  m.run()
  expect(() => 1 == 1)
})
