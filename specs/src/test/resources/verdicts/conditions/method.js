// verdict: red
// Each line counts in a method, or the method is rejected.
function check() { 1 == 2; return true }
test('t', () => { expect(check) })
