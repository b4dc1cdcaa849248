// verdict: red
// null is no errno to expect.
test('t', () => {
  expect({errno: null}, () => kvm.ioctl(KVM_CREATE_VM, 98))
})
