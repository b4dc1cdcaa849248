// verdict: red
// A name with a directive excuses nothing.
test('t # XFAIL later', () => { expect(() => 1 == 2) })
