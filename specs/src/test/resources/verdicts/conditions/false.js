// verdict: red
// says: expectation failed
// A condition that is false.
test('t', () => {
  expect(() => 1 == 2)
})
