// verdict: red
// An exception that the script throws is no refused call.
test('t') {
  expect(errno: EINVAL) { throw new RuntimeException('EINVAL') }
}
