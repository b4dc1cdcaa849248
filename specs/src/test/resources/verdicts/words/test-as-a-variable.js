// verdict: red
// A variable named test hides the word: nothing would run.
const test = (n, c) => { }
test('t', () => { expect(() => 1 == 2) })
