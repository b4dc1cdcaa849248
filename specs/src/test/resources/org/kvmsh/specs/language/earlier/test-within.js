test('a limit', {within: seconds(10)}, () => { expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99)) })
