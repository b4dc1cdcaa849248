// verdict: red
// A generator is no condition.
test('t', () => {
  expect(function* () { yield 1 == 2 })
})
