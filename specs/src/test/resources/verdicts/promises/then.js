// verdict: red
// An expectation in a then fails.
test('t', () => {
  Promise.resolve(1).then(() => expect(() => 1 == 2))
  expect(() => 1 == 1)
})
