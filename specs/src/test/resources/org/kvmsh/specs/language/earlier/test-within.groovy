test('a limit', within: 10.s) { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }
