// verdict: red
// A failed expectation of an errno that the script catches has failed.
test('t') {
  try { expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 } } catch (Throwable t) { }
}
