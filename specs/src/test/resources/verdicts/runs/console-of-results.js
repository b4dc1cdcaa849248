// verdict: red
// What a guest prints is no result.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'b0 6f e6 e9 b0 6b e6 e9 f4'}, vcpu: {real: 0x1000}, on: {io: 0xe9, do: e => { print(String.fromCharCode(e.value)) }}})
  m.run({until: hlt})
  expect(() => 1 == 2)
})
