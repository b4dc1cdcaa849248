// verdict: red
// What was not found is false.
test('t', () => {
  expect(() => [1, 2].find(x => x == 3))
})
