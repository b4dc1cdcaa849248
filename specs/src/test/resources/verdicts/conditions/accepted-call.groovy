// verdict: red
// A call that was to be refused is accepted.
test('t') {
  expect(errno: EINVAL) { kvm.ioctl KVM_GET_API_VERSION }
}
