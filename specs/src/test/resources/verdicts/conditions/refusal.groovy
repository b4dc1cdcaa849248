// verdict: red
// A refusal is no condition.
test('t') {
  expect { refusal { kvm.ioctl KVM_CREATE_VM, 98 } }
}
