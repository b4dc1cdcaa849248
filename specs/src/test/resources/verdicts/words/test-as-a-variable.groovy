// verdict: red
// A variable named test hides the word: nothing would run.
def test = { n, c -> }
test('t') { expect { 1 == 2 } }
