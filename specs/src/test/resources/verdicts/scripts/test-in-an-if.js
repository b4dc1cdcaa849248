// verdict: none
// A test is declared where the script does not come.
if (1 == 2) test('t', () => { expect(() => 1 == 1) })
