// verdict: red
// A misspelt word fails the script.
test('t') { expects { 1 == 1 } }
