// verdict: red
// The script throws before its test.
if (1 == 1) throw new Error('no')
test('t', () => { expect(() => 1 == 1) })
