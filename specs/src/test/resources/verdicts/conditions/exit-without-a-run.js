// verdict: red
// An exit is expected, and nothing has run.
test('t', () => {
  vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}})
  expect({exit: hlt})
})
