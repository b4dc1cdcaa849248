// verdict: red
// A name with a directive skips nothing.
test('t # SKIP not here') { expect { 1 == 2 } }
