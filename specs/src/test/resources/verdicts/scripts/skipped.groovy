// verdict: green
// says: needs a board that matches
// A script that is not for this board is skipped.
needs boards: 'arm64'
test('t') { expect { 1 == 2 } }
