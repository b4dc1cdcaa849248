// verdict: red
// says: expected ENODEV, got EINVAL
// A call is refused with another errno.
test('t') {
  expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 }
}
