// verdict: red
// says: TIMEOUT
// A test that sleeps beyond its time.
test('t', within: 300.ms) { sleep 30.s }
