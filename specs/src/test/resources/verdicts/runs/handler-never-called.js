// verdict: green, strict: red
// The expectation of a handler that is never called: red with --strict.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}, on: {io: 0x20, do: e => { expect(() => e.port == 2); return 1 }}})
  m.run({until: hlt})
  expect(() => 1 == 1)
})
