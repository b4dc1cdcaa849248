// verdict: none
// The script returns before its test.
if (1 == 1) return
test('t') { expect { 1 == 2 } }
