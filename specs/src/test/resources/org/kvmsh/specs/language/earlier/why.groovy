attempt { kvm.ioctl KVM_CREATE_VM, 99 }
expect { why.refusal.errno == EINVAL }
