const refused = refusal(() => kvm.ioctl(KVM_CREATE_VM, 99))
expect(() => refused.errno == EINVAL && refused.call == 'KVM_CREATE_VM' && refused.on == 'kvm' && refused.argument == '99')
