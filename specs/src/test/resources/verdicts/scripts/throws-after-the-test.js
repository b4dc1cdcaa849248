// verdict: red
// The script throws after its test has passed.
test('t', () => { expect(() => 1 == 1) })
throw new Error('no')
