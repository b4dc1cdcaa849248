// verdict: red
// An expectation in a then fails, and a catch drops it.
test('t', () => {
  Promise.resolve(1).then(() => expect(() => 1 == 2)).catch(() => { })
  expect(() => 1 == 1)
})
