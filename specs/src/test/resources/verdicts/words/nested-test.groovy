// verdict: red
// A failed test within a test.
test('outer') {
  test('inner') { expect { 1 == 2 } }
}
