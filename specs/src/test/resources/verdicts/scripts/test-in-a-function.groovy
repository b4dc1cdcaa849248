// verdict: none
// A test in a function that is not called.
def f() { test('t') { expect { 1 == 1 } } }
