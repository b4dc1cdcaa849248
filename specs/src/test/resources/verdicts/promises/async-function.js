// verdict: red
// An async function that nobody waits for fails.
test('t', () => {
  (async () => { expect(() => 1 == 2) })()
  expect(() => 1 == 1)
})
