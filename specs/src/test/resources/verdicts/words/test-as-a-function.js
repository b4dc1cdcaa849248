// verdict: red
// A function named test hides the word: nothing would run.
function test(n, c) { }
test('t', () => { expect(() => 1 == 2) })
