// verdict: red
// A script cannot be skipped after a test has failed.
test('t', () => { expect(() => 1 == 2) })
needs({boards: 'arm64'})
