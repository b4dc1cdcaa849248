// verdict: red
// A variable named expect hides the word.
test('t', () => {
  const expect = (c) => { }
  expect(() => 1 == 2)
})
