// verdict: red
// A call outside of the tests is refused.
test('t', () => { expect(() => 1 == 1) })
kvm.ioctl(KVM_CREATE_VM, 98)
