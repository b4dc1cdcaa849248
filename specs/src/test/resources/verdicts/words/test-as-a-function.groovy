// verdict: red
// A function named test hides the word: nothing would run.
def test(String n, Closure c) { }
test('t') { expect { 1 == 2 } }
