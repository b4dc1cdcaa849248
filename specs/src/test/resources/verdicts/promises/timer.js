// verdict: red
// There are no timers in a script.
test('t', () => {
  setTimeout(() => expect(() => 1 == 2), 10)
  expect(() => 1 == 1)
})
