// verdict: red
// The language's own assertion fails a test.
test('t', () => {
  if (!(1 == 2)) throw new Error('assertion failed')
})
