// verdict: green
// A call is refused with the errno.
test('t') {
  expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 98 }
}
