// verdict: red
// attempt takes refused calls, not the end of a run.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 f4'}, vcpu: {real: 0x1000}})
  attempt(() => m.run({until: hlt}))
})
