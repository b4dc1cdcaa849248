// verdict: red
// A try that ends in true does not hide a false line.
test('t') {
  expect { try { 1 == 2 } finally { true } }
}
