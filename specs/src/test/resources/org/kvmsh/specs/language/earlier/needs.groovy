needs cap: 'KVM_CAP_NR_VCPUS', boards: 'x86_64'
needs boards: ['real', 'remote', 'model']
