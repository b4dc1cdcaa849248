// board: model:rfc
// Which platforms a powerpc kernel of 2011 takes, a test a cell: every platform, architecture level and flags with KVM_PPC_SET_PLATFORM.
//   kvmsh -q -b model:power7-hv scripts/ppc/platform-matrix.js
//   kvmsh -q -b model:ppc970-hv scripts/ppc/platform-matrix.js
//   kvmsh -q -b model:ppc-pr scripts/ppc/platform-matrix.js
//   kvmsh -q -b rfc:qemu:ppc64 scripts/ppc/platform-matrix.js
//
// The rule is that of [RFC PATCH 17/17]: a kernel in hypervisor mode takes SPAPR alone, without flags and for the processor's own architecture,
// 201 on a PPC970 and 206 on a POWER7; a kernel in problem state takes NONE and KVM, and no flag but CROSS_ARCH. No capability
// announces the call. Which kernel this is KVM_CAP_PPC_RMA tells: 2 is hypervisor mode on a PPC970, 1 on a POWER7, 0 is problem state.

needs({boards: 'ppc64'})
needs({boards: ['model', 'rfc:*']})

const rma = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA)

const isTaken = (platform, arch, flags) => rma == 0
  ? (platform == KVM_PPC_PV_NONE || platform == KVM_PPC_PV_KVM) && (flags == 0 || flags == KVM_PPC_CROSS_ARCH)
  : platform == KVM_PPC_PV_SPAPR && arch == (rma == 2 ? 201 : 206) && flags == 0

for (const flags of [0, 1, 2, 0x80000000]) {
  for (const arch of [0, 201, 205, 206, 207]) {
    for (const platform of [0, 1, 2, 3, 65535]) {
      test(`platform ${platform}, guest_arch ${arch}, flags 0x${flags.toString(16)}: ${isTaken(platform, arch, flags) ? 'taken' : 'EINVAL'}`, () => {
        const errno = attempt(() => vm({}).ioctl(KVM_PPC_SET_PLATFORM, {platform: platform, guest_arch: arch, flags: flags}))
        expect(() => isTaken(platform, arch, flags) ? !errno : errno == EINVAL)
      })
    }
  }
}
