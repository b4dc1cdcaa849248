// verdict: red
// An expected errno does not excuse a failed expectation.
test('t') {
  expect(errno: EINVAL) { expect { 1 == 2 }; kvm.ioctl KVM_CREATE_VM, 98 }
}
