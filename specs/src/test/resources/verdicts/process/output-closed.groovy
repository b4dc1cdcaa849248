// verdict: red
// The test closes standard output and fails.
test('t') {
  System.out.close()
  expect { 1 == 2 }
}
