// verdict: red
// An errno is expected of a block without a call.
test('t') {
  expect(errno: EINVAL) { }
}
