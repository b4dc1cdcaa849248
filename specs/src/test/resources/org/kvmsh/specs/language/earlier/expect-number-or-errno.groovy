def errno = attempt { kvm.ioctl KVM_GET_API_VERSION }
expect { errno ? errno == EINVAL : !errno }
