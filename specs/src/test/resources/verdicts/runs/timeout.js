// verdict: red
// says: this run ended with
// A run ends by its time limit.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}, vcpu: {real: 0x1000}})
  m.run({within: ms(200)})
  expect(() => 1 == 1)
})
