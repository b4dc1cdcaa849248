// verdict: green, strict: red
// An expectation in a generator that nobody iterates: red with --strict.
function* check() { expect(() => 1 == 2) }
test('t', () => {
  check()
  expect(() => 1 == 1)
})
