// told: compare it: expect(() =>
const errno = attempt(() => kvm.ioctl(KVM_CREATE_VM, 99))
expect(() => errno)
