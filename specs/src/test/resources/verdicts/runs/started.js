// verdict: red
// says: without waiting for this background run
// A run that was started is not waited for.
test('t', () => {
  const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'eb fe'}, vcpu: {real: 0x1000}})
  m.start({within: seconds(20)})
})
