// told: compare it: expect { attempt {
def errno = attempt { kvm.ioctl KVM_CREATE_VM, 99 }
expect { errno }
