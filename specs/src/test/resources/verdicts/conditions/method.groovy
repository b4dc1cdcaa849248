// verdict: red
// Each line counts in a method, or the method is rejected.
def check() { 1 == 2; true }
test('t') { expect(this.&check) }
