// verdict: red
// A test throws a value that is no error.
test('t', () => {
  throw undefined
})
