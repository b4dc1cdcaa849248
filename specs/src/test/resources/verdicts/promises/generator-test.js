// verdict: red
// A test that is a generator: nobody iterates it.
test('t', function* () { expect(() => 1 == 2) })
