// board: model:arm-vgicv2
// What a guest's processor is: features of KVM_ARM_VCPU_INIT by name, and the size of the guest's physical addresses.
//   kvmsh -b qemu:arm64 scripts/arm/cpu.groovy

needs boards: 'arm64'

// mov x0, #0x84000000, PSCI's version; hvc #0; mov x1, #0x9000000; str w0, [x1], which is an exit; b .
def asks = '00 80 b0 d2  02 00 00 d4  01 20 a1 d2  20 00 00 b9  00 00 00 14'

test('a vCPU has PSCI 0.2 without being asked for, since guests of today want it') {
  def m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: asks; vcpu(0) { start 0x40000000 } }
  m.run until: mmio, within: 5.s
  expect { m.regs.x0 >= 2 && m.regs.x0 >> 32 == 0 }
}

test('features are those that are named and no others: without PSCI 0.2 the call is not supported') {
  def m = vm { cpu features: []; memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: asks; vcpu(0) { start 0x40000000 } }
  m.run until: mmio, within: 5.s
  expect { m.regs.x0 == -1 }
}

test('a feature by its constant, and a target by its number or name; another processor than the board\'s is refused: EINVAL') {
  needs cap: KVM_CAP_ARM_PMU_V3
  def preferred = vm { }.ioctl(KVM_ARM_PREFERRED_TARGET).target
  def m = vm { cpu target: preferred, features: [KVM_ARM_VCPU_PSCI_0_2, KVM_ARM_VCPU_PMU_V3]; vcpu(0) { start 0x40000000 } }
  m.vcpu(0).ioctl KVM_HAS_DEVICE_ATTR, group: KVM_ARM_VCPU_PMU_V3_CTRL, attr: KVM_ARM_VCPU_PMU_V3_INIT
  expect(errno: EINVAL) { vm { cpu target: 'FOUNDATION_V8'; vcpu 0 } }
}

test('a vCPU that is off does not run until another turns it on') {
  def m = vm { cpu features: ['PSCI_0_2', 'POWER_OFF']; memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: asks; vcpu(0) { start 0x40000000 } }
  expect { m.run(within: 300.ms).exit == timeout }
}

test('a feature that the processor has not is refused by the kernel as well: EINVAL') {
  if (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_SVE) == 0) {
    expect(errno: EINVAL) { vm { cpu features: 'SVE'; vcpu(0) { start 0x40000000 } } }
  }
}

test('the guest\'s addresses: memory at their end, and a VM of too few bits: EINVAL') {
  vm { ipa 36; memory at: (1L << 36) - 0x10000, size: 64.KB }
  expect(errno: EINVAL) { vm { ipa 31 } }
}

test('what the plan refuses of a VGIC goes through to a kernel that is expected to refuse it') {
  needs device: 'KVM_DEV_TYPE_ARM_VGIC_V2'
  expect(errno: E2BIG) { vm { vgic dist: 1L << 40 } }
  expect(errno: EINVAL) { vm { vgic dist: 0x2c001800 } }
  expect(errno: EEXIST) { vm { vgic dist: 0x2c001000; vgic dist: 0x2d001000 } }
  expect(errno: EINVAL) { vm { vgic dist: 0x2c001000, cpu: 0x2c000000; vcpu(0) { start 0x40000000 } }.run(within: 500.ms) }
}

test('a distributor without a CPU interface is taken, and the first KVM_RUN is refused: ENXIO') {
  needs device: 'KVM_DEV_TYPE_ARM_VGIC_V2'
  def m = vm { vgic dist: 0x2c001000; vcpu(0) { start 0x40000000 } }
  expect(errno: ENXIO) { m.run within: 500.ms }
}

test('a GICv2 in each way that this kernel has') {
  needs device: 'KVM_DEV_TYPE_ARM_VGIC_V2'
  vm { vgic dist: 0x8000000, cpu: 0x8010000, api: 'merged' }
  vm { vgic dist: 0x8000000, cpu: 0x8010000, api: 'attributes' }
}
