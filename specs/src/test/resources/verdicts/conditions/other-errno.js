// verdict: red
// attempt returns another errno than the one expected.
test('t', () => {
  expect(() => attempt(() => kvm.ioctl(KVM_CREATE_VM, 98)) == ENODEV)
})
