// verdict: red
// An earlier line than the last is refused.
test('t', () => {
  expect({errno: EINVAL}, () => {
    kvm.ioctl(KVM_CREATE_VM, 98)
    kvm.ioctl(KVM_GET_API_VERSION)
  })
})
