// verdict: red
// An async function fails after a wait.
test('t', () => {
  (async () => { await null; expect(() => 1 == 2) })()
  expect(() => 1 == 1)
})
