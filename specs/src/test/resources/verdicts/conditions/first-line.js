// verdict: red
// Each line of a block counts, not only the last.
test('t', () => {
  expect(() => {
    1 == 2
    return 1 == 1
  })
})
