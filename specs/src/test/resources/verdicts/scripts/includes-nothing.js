// verdict: red
// A file that is included is missing.
include('no-such-file.js')
test('t', () => { expect(() => 1 == 1) })
