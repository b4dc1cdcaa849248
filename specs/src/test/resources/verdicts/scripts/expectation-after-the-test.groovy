// verdict: red
// An expectation outside of the tests fails.
test('t') { expect { 1 == 1 } }
expect { 1 == 2 }
