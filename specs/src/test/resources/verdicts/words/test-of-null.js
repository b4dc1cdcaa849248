// verdict: red
// A test whose block is null is an error.
test('t', null)
