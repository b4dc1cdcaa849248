// verdict: red
// Of two tests the second fails.
test('a', () => { expect(() => 1 == 1) })
test('b', () => { expect(() => 1 == 2) })
