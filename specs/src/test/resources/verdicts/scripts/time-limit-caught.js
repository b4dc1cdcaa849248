// verdict: red
// says: TIMEOUT
// A test that catches the end of its time.
test('t', {within: ms(300)}, () => {
  try { while (true) { } } catch (e) { }
  expect(() => 1 == 1)
})
