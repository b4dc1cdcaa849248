// verdict: red
// Of two tests with one name the first fails.
test('t', () => { expect(() => 1 == 2) })
test('t', () => { expect(() => 1 == 1) })
