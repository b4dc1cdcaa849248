// verdict: red
// The test runs out of memory.
test('t', () => {
  const all = []
  while (true) all.push('x'.repeat(1 << 24) + all.length)
})
