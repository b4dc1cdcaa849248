// verdict: red
// An async function is no condition.
test('t', () => {
  expect(async () => 1 == 1)
})
