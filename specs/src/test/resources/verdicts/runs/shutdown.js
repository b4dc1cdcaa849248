// verdict: red
// says: this run ended with
// A run ends with a triple fault that nobody expects.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(128)}, load: {at: 0x1000, hex: '0f 0b'}, vcpu: {long64: 0x1000}})
  m.run()
  expect(() => m.vcpu(0).id == 0)
})
