// verdict: none
// A test in a function that is not called.
function f() { test('t', () => { expect(() => 1 == 1) }) }
