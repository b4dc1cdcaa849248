// told: null
expect(() => attempt(() => kvm.ioctl(KVM_GET_API_VERSION)) === 0)
