// verdict: red
// A return in a finally block hides the failed expectation.
test('t') {
  try { expect { 1 == 2 } } finally { return }
}
