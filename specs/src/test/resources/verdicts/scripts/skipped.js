// verdict: none
// A script that is not for this board does not run, and has no result.
needs({boards: 'arm64'})
test('t', () => { expect(() => 1 == 2) })
