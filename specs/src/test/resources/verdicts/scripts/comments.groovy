// verdict: none
// A file of comments.
// test('t') { expect { 1 == 1 } }
