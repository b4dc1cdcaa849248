// verdict: red
// A test whose block is null is an error.
Closure c = null
test('t', c)
