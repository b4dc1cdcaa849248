// verdict: red
// A name with a directive excuses nothing.
test('t # TODO later') { expect { 1 == 2 } }
