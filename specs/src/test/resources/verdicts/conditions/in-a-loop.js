// verdict: red
// says: expectation failed
// The second time, the expectation fails.
test('t', () => {
  for (const n of [1, 2]) expect(() => n == 1)
})
