// verdict: red
// A test that has failed cannot be skipped after that.
test('t') {
  try { expect { 1 == 2 } } catch (Throwable t) { }
  needs boards: 'arm64'
}
