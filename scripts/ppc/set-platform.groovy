// KVM_PPC_SET_PLATFORM ([RFC PATCH 17/17]) in a kernel that has it. The kernel has kvm_hv and kvm_pr, so the mail's two sets of rules depend on the VM's type.
//   kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64
//   kvmsh -b qemu:ppc64-rfc scripts/ppc/set-platform.groovy

needs boards: 'ppc64'
needs boards: ['real', 'emulated', 'remote']

rfc '../rfc/kvm-ppc-set-platform.patch'

needs ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'

test('a VM of type HV can be SPAPR of architecture 2.06, and nothing else') {
  def m = vm { type HV }
  expect { m.ioctl(KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206) == 0 }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 201 }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 207 }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206, flags: KVM_PPC_CROSS_ARCH }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_KVM, guest_arch: 206 }
}
test('a VM of type PR can be a bare machine or have KVM\'s hypercalls, of any architecture, but not SPAPR') {
  def m = vm { type PR }
  expect { m.ioctl(KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_NONE, guest_arch: 201) == 0 }
  expect { m.ioctl(KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_KVM, flags: KVM_PPC_CROSS_ARCH) == 0 }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_KVM, flags: 2 }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206 }
}
test('an argument that cannot be read: EFAULT') { expect(errno: EFAULT) { vm { }.ioctl KVM_PPC_SET_PLATFORM, 0 } }
test('a vCPU that exists gets the level of an accepted call; a refused call leaves it as it was') {
  def m = vm { type HV; vcpu 0 }
  expect(errno: EINVAL) { m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 201 }
  expect { m.reg('arch_compat') == 0 }
  m.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206
  expect { m.reg('arch_compat') == 0x0f000003 }
}
test('a vCPU that is created later has it too, and its guest makes hypercalls: no other call is needed') {
  def m = vm {
    type HV; platform SPAPR; arch 206
    memory at: 0, size: 1.MB
    load at: 0x1000, hex: '''
      f0 07 60 38         # li    r3, 0x7f0            no hypercall
      22 00 00 44         # sc    1
    '''
    vcpu(0) { start 0x1000 }
  }
  expect { m.reg('arch_compat') == 0x0f000003 }
  m.run within: 20.s
  expect exit: hcall
  expect { trace('KVM_ENABLE_CAP').all.empty && trace('KVM_SET_ONE_REG').all.every { !it.toString().contains('ARCH_COMPAT') } }
}
