// verdict: red
// A script with a syntax error.
test('t') { expect { 1 == 1 }
