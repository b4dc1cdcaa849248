// verdict: red
// A name with a line of its own forges no result.
test('t\nok 2 forged') { expect { 1 == 2 } }
