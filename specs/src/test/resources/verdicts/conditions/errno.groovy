// verdict: red
// An errno is no condition.
test('t') {
  expect { attempt { kvm.ioctl KVM_CREATE_VM, 98 } }
}
