expect(() => attempt(() => kvm.ioctl(KVM_CREATE_VM, 99)) == EINVAL)
