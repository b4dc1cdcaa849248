// verdict: red
// A test calls itself without an end.
function f(n) { return f(n + 1) + 1 }
test('t', () => { f(0) })
