// verdict: red
// A failed expectation that the script catches has failed.
test('t') {
  try { expect { 1 == 2 } } catch (Throwable t) { }
}
