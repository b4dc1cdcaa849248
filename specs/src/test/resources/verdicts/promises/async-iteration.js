// verdict: red
// An async iterator that nobody iterates.
test('t', () => {
  (async function* () { expect(() => 1 == 2) })().next()
  expect(() => 1 == 1)
})
