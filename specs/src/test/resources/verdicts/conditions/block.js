// verdict: red
// A block is no condition: it is not called.
test('t', () => {
  expect(() => () => 1 == 2)
})
