// verdict: red
// A test without a block is an error.
test('t')
