// verdict: red
// Nobody handles a rejected promise.
test('t', () => {
  Promise.reject(new Error('no'))
  expect(() => 1 == 1)
})
