// verdict: red
// A function named expect hides the word.
function expect(c) { return true }
test('t', () => { expect(() => 1 == 2) })
