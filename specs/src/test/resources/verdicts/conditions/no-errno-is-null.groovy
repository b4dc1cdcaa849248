// verdict: green
// attempt returns null if no call was refused.
test('t') {
  expect { attempt { kvm.ioctl KVM_GET_API_VERSION } == null }
}
