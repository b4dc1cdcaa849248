// verdict: red
// A test without a name is an error.
test(() => { expect(() => 1 == 1) })
