// verdict: red
// The name of a test cannot be made.
test(`t ${kvm.ioctl(KVM_CREATE_VM, 98)}`, () => { expect(() => 1 == 1) })
