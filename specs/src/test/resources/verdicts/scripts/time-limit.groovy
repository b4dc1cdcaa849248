// verdict: red
// says: TIMEOUT
// A test without an end.
test('t', within: 300.ms) { while (true) { } }
