// verdict: red
// A misspelled word fails the script.
test('t', () => { expects(() => 1 == 1) })
