// verdict: red
// A parameter named expect hides the word.
const f = expect => expect(() => 1 == 2)
test('t', () => { f(c => true) })
