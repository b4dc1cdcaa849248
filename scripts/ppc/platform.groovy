// What became of the two calls of 2011 that let user space say what a powerpc guest is, on a kernel of today, a test a row:
// KVM_PPC_SET_PLATFORM ([RFC PATCH 17/17], never merged) and KVM_ALLOCATE_RMA (aa04b4cc5be6, merged and taken out again; its macro is still in the headers).
// Then the words that mean all that: platform, arch, type, compat, rma, mmu, htab, xics, enableHcall, smt.
//   kvmsh -b qemu:ppc64 scripts/ppc/platform.groovy
//   kvmsh -b qemu:ppc64-powernv scripts/ppc/platform.groovy
//   kvmsh -b rfc:qemu:ppc64 scripts/ppc/platform.groovy
//   kvmsh -b qemu:ppc64-rfc scripts/ppc/platform.groovy
//
// `platform SPAPR; arch 206` now means a VM of type KVM_VM_PPC_HV, KVM_CAP_PPC_PAPR on each vCPU, and the register
// KVM_REG_PPC_ARCH_COMPAT with a logical processor's number. powerpc answers ENOTTY to what a file does not know, where arm64 answers EINVAL.

// A kernel of today: the models are of 2011.
needs boards: 'ppc64'
needs boards: ['real', 'emulated', 'remote']

rfc '../rfc/kvm-ppc-set-platform.patch'

// --- the proposals

test('KVM_PPC_SET_PLATFORM: ENOTTY') {
  needs ioctl: KVM_PPC_SET_PLATFORM, by: 'none'
  expect(errno: ENOTTY) { vm { }.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206 }
}
test('KVM_PPC_SET_PLATFORM, in the kernel or in front of it: flags are EINVAL for a KVM in hypervisor mode') {
  needs ioctl: KVM_PPC_SET_PLATFORM
  expect(errno: EINVAL) { vm { }.ioctl KVM_PPC_SET_PLATFORM, platform: KVM_PPC_PV_SPAPR, guest_arch: 206, flags: KVM_PPC_CROSS_ARCH }
}
test('its number with 32 bytes is KVM_PPC_GET_HTAB_FD today') { expect { (KVM_PPC_GET_HTAB_FD.request() & 0xffff) == (KVM_PPC_SET_PLATFORM.request() & 0xffff) } }
test('KVM_ALLOCATE_RMA: ENOTTY, as its capability says') {
  needs ioctl: KVM_ALLOCATE_RMA, by: 'none'
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_RMA) == 0 }
  expect(errno: ENOTTY) { vm { }.ioctl KVM_ALLOCATE_RMA }
}
test('a VM does not know KVM_CREATE_IRQCHIP and KVM_SET_TSS_ADDR: ENOTTY, not EINVAL') {
  expect(errno: ENOTTY) { vm { }.ioctl KVM_CREATE_IRQCHIP }
  expect(errno: ENOTTY) { vm { }.ioctl KVM_SET_TSS_ADDR, 0 }
}

// --- the VM's type

test('a VM is of type 0 or KVM_VM_PPC_HV') { [0, KVM_VM_PPC_HV].each { kvm.ioctl KVM_CREATE_VM, it } }
test('a type that does not exist: EINVAL') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 3 } }
test('KVM_VM_PPC_PR without kvm_pr: EINVAL', boards: ['*qemu:ppc64', '*qemu:ppc64-powernv']) { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, KVM_VM_PPC_PR } }
test('KVM_VM_PPC_PR with kvm_pr', boards: '*qemu:ppc64-rfc') { kvm.ioctl KVM_CREATE_VM, KVM_VM_PPC_PR }

// --- PAPR and the architecture's level

test('KVM_CAP_PPC_PAPR is a vCPU\'s: on a VM EINVAL') {
  def m = vm { vcpu 0 }
  expect { m.vcpu(0).ioctl(KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR) == 0 }
  expect(errno: EINVAL) { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR }
}
test('a guest in hypervisor mode without it: EINVAL at the first KVM_RUN') {
  def m = vm { memory at: 0, size: 64.KB; vcpu(0) { start 0x1000 } }
  expect(errno: EINVAL) { m.run within: 20.s }
}
// Linux 7.2 refuses it, with EINVAL, on a vCPU without KVM_CAP_PPC_PAPR: kvmppc_set_arch_compat returns what kvmppc_sanity_check does.
def papr = { vm { vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR } } }
[206: 0x0f000003, 207: 0x0f000004, 300: 0x0f000005].each { level, logical ->
  test("arch $level is logical processor 0x${Integer.toHexString(logical)}") {
    // A processor of 3.00 is one that can have a radix page table.
    if (level == 300) needs cap: KVM_CAP_PPC_MMU_RADIX
    def m = papr()
    m.vcpu(0).ioctl KVM_SET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT, value: logical
    expect { m.vcpu(0).ioctl(KVM_GET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT).value == logical }
  }
}
test('a later level than the processor has, and no level at all: EINVAL') {
  def m = papr()
  [0x0f000006, 0x0f0000ff].each { logical -> expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_SET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT, value: logical } }
}

// --- what came with the same patches

test('KVM_CREATE_SPAPR_TCE: a window of 0 is EINVAL, a second one of a number EBUSY, the null pointer EFAULT') {
  def m = vm { }
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_SPAPR_TCE, liobn: 1, window_size: 0 }
  m.ioctl KVM_CREATE_SPAPR_TCE, liobn: 1, window_size: 256.MB
  expect(errno: EBUSY) { m.ioctl KVM_CREATE_SPAPR_TCE, liobn: 1, window_size: 256.MB }
  expect(errno: EFAULT) { m.ioctl KVM_CREATE_SPAPR_TCE, 0 }
}
test('KVM_CAP_PPC_ENABLE_HCALL of a hypercall that the kernel has no handler for: EINVAL') {
  def m = vm { }
  expect { m.ioctl(KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [H_CEDE, 1]) == 0 }
  expect(errno: EINVAL) { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [H_PUT_TERM_CHAR, 1] }
}
test('another processor version than the board\'s in KVM_SET_SREGS: EINVAL') {
  def m = vm { vcpu 0 }
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_SET_SREGS, pvr: 0x3f0201 }
}

// --- the words; api: 'merged' is as kernels have it, also where KVM_PPC_SET_PLATFORM is proposed

// li r3, 7; b .
def seven = '07 00 60 38  00 00 00 48'

test('a guest of SPAPR with arch 206 runs in its real mode area, which is ordinary memory at guest address 0') {
  needs ioctl: KVM_ALLOCATE_RMA, by: 'none'
  def m = vm { rma 64.MB; load at: 0x1000, hex: seven; vcpu(0) { start 0x1000 }; arch 206; platform SPAPR }
  expect { m.run(within: 2.s).exit == timeout }
  expect { m.regs.r3 == 7 }
  expect { m.vcpu(0).ioctl(KVM_GET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT).value == 0x0f000003 }
}
test('compat says the same with the logical PVR') {
  def m = vm { platform SPAPR, api: 'merged'; type HV; compat 0x0f000004; vcpu 0 }
  expect { m.vcpu(0).ioctl(KVM_GET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT).value == 0x0f000004 }
}
test('platform SPAPR, api: rfc2011 makes the call of 2011: ENOTTY') {
  needs ioctl: KVM_PPC_SET_PLATFORM, by: 'none'
  expect(errno: ENOTTY) { vm { platform SPAPR, api: rfc2011; arch 206 } }
}
test('rma, api: rfc2011 makes the call of 2011: ENOTTY') {
  needs ioctl: KVM_ALLOCATE_RMA, by: 'none'
  expect(errno: ENOTTY) { vm { rma 64.MB, api: rfc2011 } }
}
test('a guest in problem state without kvm_pr: EINVAL', boards: ['*qemu:ppc64', '*qemu:ppc64-powernv']) { expect(errno: EINVAL) { vm { platform KVM } } }
test('mmu RADIX is what a guest of a POWER9 may have') {
  needs cap: KVM_CAP_PPC_MMU_RADIX
  vm { mmu RADIX; platform SPAPR, api: 'merged'; vcpu 0 }
}
test('a hashed page table under another hypervisor: EOPNOTSUPP', boards: '*qemu:ppc64') { expect(errno: EOPNOTSUPP) { vm { htab order: 24 } } }
test('a hashed page table, and one of a wrong order: EINVAL', boards: ['*qemu:ppc64-powernv', '*qemu:ppc64-rfc']) {
  vm { htab order: 24; platform SPAPR, api: 'merged'; vcpu 0 }
  expect(errno: EINVAL) { vm { htab order: 10 } }
}
test('xics: each vCPU is connected; to a descriptor that is no XICS it is not: EPERM') {
  def m = vm { platform SPAPR, api: 'merged'; xics; vcpu 0; vcpu 1 }
  expect(errno: EPERM) { m.vcpu(0).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_IRQ_XICS, args: [0, 0] }
}
test('enableHcall: H_CEDE is the kernel\'s, H_PUT_TERM_CHAR is not: EINVAL') {
  vm { enableHcall H_CEDE; enableHcall H_ENTER, on: false; platform SPAPR, api: 'merged'; vcpu 0 }
  expect(errno: EINVAL) { vm { enableHcall H_PUT_TERM_CHAR } }
}
test('smt is said before the vCPUs') {
  needs cap: KVM_CAP_PPC_SMT
  vm { vcpu 0; smt 1; platform SPAPR, api: 'merged' }
}
test('any one-reg by its name, in the plan and after') {
  def m = vm { platform SPAPR, api: 'merged'; vcpu(0) { reg KVM_REG_PPC_DSCR: 1 } }
  expect { m.reg('KVM_REG_PPC_DSCR') == 1 }
  expect { m.reg('lpcr') != 0 }
}
