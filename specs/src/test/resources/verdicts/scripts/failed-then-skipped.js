// verdict: red
// A test that has failed cannot be skipped after that.
test('t', () => {
  try { expect(() => 1 == 2) } catch (e) { }
  needs({boards: 'arm64'})
})
