// verdict: red
// A handler that is an async function.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e4 20 f4'}, vcpu: {real: 0x1000}, on: {io: 0x20, do: async e => { expect(() => 1 == 2); return 1 }}})
  m.run({until: hlt})
})
