// A VM takes as many vCPUs as KVM_CAP_MAX_VCPUS says, with the lowest ids and with the highest below KVM_CAP_MAX_VCPU_ID.
//   kvmsh scripts/selftests/kvm_create_max_vcpus.js
//
// Linux: tools/testing/selftests/kvm/kvm_create_max_vcpus.c

needs({boards: ['real', 'emulated', 'remote']})

const most = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS)
// Kernels before 4.8 have no capability for the ids: they go as far as the number of vCPUs.
const ids = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPU_ID) || most

const create = first => {
  const m = vm({})
  for (let i = 0; i < most; i++) m.ioctl(KVM_CREATE_VCPU, first + i)
  m.close()
}

test('there are at least as many ids as vCPUs', () => expect(() => ids >= most))
test('as many vCPUs as KVM_CAP_MAX_VCPUS, with the lowest ids', () => create(0))
test('as many vCPUs as KVM_CAP_MAX_VCPUS, with the highest ids', () => create(ids - most))
