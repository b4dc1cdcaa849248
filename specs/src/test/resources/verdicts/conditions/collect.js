// verdict: red
// A list of comparisons is no condition.
test('t', () => {
  expect(() => [1, 2].map(x => x == 3))
})
