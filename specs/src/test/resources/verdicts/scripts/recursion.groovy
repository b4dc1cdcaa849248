// verdict: red
// A test calls itself without an end.
def f(int n) { f(n + 1) + 1 }
test('t') { f(0) }
