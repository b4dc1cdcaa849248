test('type 99', () => { expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99)) })
