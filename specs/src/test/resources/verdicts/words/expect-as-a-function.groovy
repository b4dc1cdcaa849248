// verdict: red
// A function named expect hides the word.
def expect(Closure c) { true }
test('t') { expect { 1 == 2 } }
