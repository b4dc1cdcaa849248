// verdict: red
// A file that is included is missing.
include 'no-such-file.groovy'
test('t') { expect { 1 == 1 } }
