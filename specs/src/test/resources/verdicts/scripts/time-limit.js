// verdict: red
// says: TIMEOUT
// A test without an end.
test('t', {within: ms(300)}, () => { while (true) { } })
