// verdict: red
// The run has ended with another exit.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 f4'}, vcpu: {real: 0x1000}})
  m.run()
  expect({exit: hlt})
})
