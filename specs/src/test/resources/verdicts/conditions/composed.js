// verdict: red
// A block made of two is rejected: its lines cannot be seen.
test('t', () => {
  const both = (f, g) => () => { f(); return g() }
  expect(both(() => 1 == 2, () => true))
})
