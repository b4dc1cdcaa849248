// verdict: red
// A promise that never settles.
test('t', () => {
  new Promise(() => { }).then(() => expect(() => 1 == 2))
  expect(() => 1 == 1)
})
