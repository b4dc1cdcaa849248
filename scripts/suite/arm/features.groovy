// Optional features of an arm64 vCPU: stolen time, AArch32, power off; accesses that abort, and what the guest sees of the abort; code and writes outside of
// memory; WFI; the errnos of vCPU attributes.
//   kvmsh test scripts/suite/arm/features.groovy -b qemu:arm64
//   kvmsh test scripts/suite/arm/features.groovy -b qemu:arm64-gicv3

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = 0x10000000, PV = at + 0xc000
def machine = { text, features = ['PSCI_0_2'], size = 64.KB ->
  def m = vm {
    cpu features: features
    memory at: at, size: size
    load at: at, asm: "$text; str wzr, [x1]; b ."
    vcpu(0) { start at; regs x1: door, x2: there, x20: there }
    vcpu(1) { start at; regs x1: door, x2: there + 0x100, x20: there + 0x100 }
  }
  m
}
def seen = { m, n, vcpu = 0 -> def b = m.mem(there + 0x100 * vcpu, 8 * n); (0..<n).collect { b.u64(8 * it) as long } }
// Stolen time.
def pv = { v, value -> v.ioctl KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA, value: value }
def FEATURES = 0xc5000020, ST = 0xc5000021
// A hypercall takes x0 to x3.
def call = { fn, arg -> "ldr x0, =0x${Integer.toHexString(fn as int)}; ldr x1, =0x${Integer.toHexString(arg as int)}; hvc #0; mov x1, #0x10000000; str x0, [x20], #8" }
test('stolen time: the guest is told the address of its vCPU, and the kernel writes there', source: 'devices/vcpu.rst 3; arm/hypercalls.rst; Arm DEN0057', bringup: 60) {
  needs cap: KVM_CAP_STEAL_TIME
  def m = machine("${call(FEATURES, FEATURES)}; ${call(FEATURES, ST)}; ${call(ST, 0)}; b 9f; .ltorg; 9: nop")
  m.mem PV, fill: 0x55, length: 0x100
  [0, 1].each { v -> pv m.vcpu(v), PV + 0x40 * v; m.run until: mmio, vcpu: v, within: 20.s }
  expect { [0, 1].every { seen(m, 3, it) == [0L, 0L, PV + 0x40L * it] } }
  def b = m.mem(PV, 0x80)
  expect { [0, 0x40].every { b.u32(it) == 0 && b.u32(it + 4) == 0 && b.u64(it + 8) < 0x1000000000 } }       // revision, attributes, nanoseconds
}
test('stolen time of a vCPU that user space gave none is not supported', source: 'arm/hypercalls.rst; Arm DEN0057') {
  def m = machine("${call(FEATURES, ST)}; ${call(ST, 0)}; b 9f; .ltorg; 9: nop")
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { seen(m, 2) == [-1L, -1L] }
}
test('the address of stolen time reads as it was set, is 64-byte aligned memory, and is set once', source: 'devices/vcpu.rst 3', bringup: 60) {
  needs cap: KVM_CAP_STEAL_TIME
  def m = machine('nop'), v = m.vcpu(0), get = { m.vcpu(it).ioctl(KVM_GET_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA).value as long }
  expect { v.ioctl(KVM_HAS_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA) == 0 }
  expect(errno: EINVAL) { pv v, PV + 8 }
  expect(errno: EINVAL) { pv v, 0x70000000 }
  expect { get(0) == -1L }
  pv v, PV
  expect { get(0) == PV && get(1) == -1L }
  expect(errno: EEXIST) { pv v, PV + 64 }
  expect(errno: ENXIO) { v.ioctl KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: 9, value: PV }
}
test('a group of attributes that a vCPU does not have: ENXIO', source: 'api.rst 4.79') { [KVM_SET_DEVICE_ATTR, KVM_GET_DEVICE_ATTR, KVM_HAS_DEVICE_ATTR].each { nr -> expect(errno: ENXIO) { machine('nop').vcpu(0).ioctl nr, group: 99, attr: 0, value: 0 } } }
// Power.
test('a vCPU with the feature POWER_OFF is stopped, and without it runnable', source: 'api.rst 4.82, 4.38', bringup: 60) {
  def m = vm { memory at: at, size: 64.KB; vcpu(0) { start at }; vcpu(1) { powerOff } }
  expect { m.vcpu(0).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE && m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }
  expect { m.run(until: timeout, vcpu: 1, within: 300.ms).exits == 0 && m.vcpu(1).reg('pc') == 0 }
}
test('a vCPU that user space stops runs no more, and goes on when it is runnable', source: 'api.rst 4.39', bringup: 60) {
  def m = machine('str w0, [x1]; nop'), v = m.vcpu(0)
  m.run until: mmio, vcpu: 0, within: 20.s
  v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_STOPPED
  expect { m.run(until: timeout, vcpu: 0, within: 300.ms).exits == 0 }
  v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { v.reg('pc') == at + 8 }
}
// AArch32 at EL1: 32-bit registers, whose modes are apart.
test('a vCPU of 32 bits begins in SVC mode, runs its code, and has an exit with its width', source: 'api.rst 4.82; arch/arm64/kvm/reset.c', bringup: 60) {
  needs cap: KVM_CAP_ARM_EL1_32BIT
  def m = vm { cpu features: ['PSCI_0_2', 'EL1_32BIT']; memory at: at, size: 64.KB; load at: at, hex: '34 02 01 e3  00 00 c1 e5  b4 00 c1 e1  08 00 81 e5  fe ff ff ea'; vcpu(0) { start at; regs x1: door } }      // movw r0, #0x1234; strb r0, [r1]; strh r0, [r1, #4]; str r0, [r1, #8]; b .
  def v = m.vcpu(0)
  expect { (v.reg('pstate') & 0x1ff) == 0x1d3 }
  [[0, 1, [0x34]], [4, 2, [0x34, 0x12]], [8, 4, [0x34, 0x12, 0, 0]]].each { offset, n, bytes ->
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door + offset && v.run.mmio.len == n && (0..<n).collect { v.run.mmio.data[it] & 0xff } == bytes }
  }
}
test('features that do not go together: EINVAL, as another than the first vCPU has', source: 'api.rst 4.82; arch/arm64/kvm/reset.c') {
  needs cap: KVM_CAP_ARM_EL1_32BIT
  def m = machine('nop'), init = m.ioctl(KVM_ARM_PREFERRED_TARGET)
  m.ioctl KVM_CREATE_VCPU, 2
  init.features[0] = 1 << KVM_ARM_VCPU_PSCI_0_2 | 1 << KVM_ARM_VCPU_EL1_32BIT
  expect(errno: EINVAL) { m.vcpu(2).ioctl KVM_ARM_VCPU_INIT, init }
}
[SVE: [KVM_ARM_VCPU_SVE, KVM_CAP_ARM_SVE], PTRAUTH_ADDRESS: [KVM_ARM_VCPU_PTRAUTH_ADDRESS, KVM_CAP_ARM_PTRAUTH_ADDRESS], PMU_V3: [KVM_ARM_VCPU_PMU_V3, KVM_CAP_ARM_PMU_V3]].each { name, x ->
  test("the feature $name is taken if its capability has it, and EINVAL otherwise", source: 'api.rst 4.82') {
    def m = vm { memory at: at, size: 64.KB }, init = m.ioctl(KVM_ARM_PREFERRED_TARGET), has = kvm.ioctl(KVM_CHECK_EXTENSION, x[1]) == 1
    m.ioctl KVM_CREATE_VCPU, 0
    init.features[0] = 1 << KVM_ARM_VCPU_PSCI_0_2 | 1 << x[0] | (name == 'PTRAUTH_ADDRESS' ? 1 << KVM_ARM_VCPU_PTRAUTH_GENERIC : 0)
    expect { (attempt { m.descriptor(3); vm { cpu features: name == 'PTRAUTH_ADDRESS' ? ['PSCI_0_2', 'PTRAUTH_ADDRESS', 'PTRAUTH_GENERIC'] : ['PSCI_0_2', name]; vcpu(0) { } } } == null) == has }
  }
}
['KVM_ARM_VCPU_FINALIZE': { v -> v.ioctl KVM_ARM_VCPU_FINALIZE, 0 }].each { name, f -> test("$name of a feature that the vCPU does not have: refused", source: 'api.rst 4.119') { expect { attempt { f machine('nop').vcpu(0) } in [EINVAL, EPERM] } } }
// Accesses that end in an abort: which, at which address, and where.
def vectors = '.org 0x200; mrs x3, esr_el1; mrs x4, elr_el1; mrs x5, far_el1; stp x3, x4, [x2]; str x5, [x2, #16]; str wzr, [x1]; b .; .org 0x400; nop; b .'
def aborted = { text, registers = [:], size = 64.KB ->
  def m = machine("$text; $vectors", ['PSCI_0_2'], size)
  m.vcpu(0).reg vbar_el1: at
  registers.each { k, n -> m.vcpu(0).reg k, n }
  m.run until: mmio, vcpu: 0, within: 20.s
  def (esr, elr, far) = seen(m, 3)
  [ec: esr >> 26 & 0x3f, iss: esr & 0x1ffffff, elr: elr, far: far]
}
test('a jump to where there is no memory is an instruction abort of the guest there', source: 'arch/arm64/kvm/mmu.c, kvm_handle_guest_abort', bringup: 60) {
  def x = aborted('nop; br x6', [x6: 0x70000000])
  expect { x.ec == 0x21 && (x.iss & 0x3f) == 0x10 && x.elr == 0x70000000 && x.far == 0x70000000 }
}
test('an access behind the last address of the VM is a data abort: an address size or translation fault', source: 'arch/arm64/kvm/mmu.c', bringup: 60) {
  def x = aborted('nop; ldr x7, [x6]', [x6: 1L << 40])
  expect { x.ec == 0x25 && x.elr == at + 4 && x.far == 1L << 40 }
}
test('a cache operation by address where there is no memory is left out', source: 'arch/arm64/kvm/mmu.c, kvm_handle_guest_abort', bringup: 60) {
  def m = machine('dc civac, x6; mov x7, #5; str x7, [x2]')
  m.vcpu(0).reg 'x6', 0x70000000
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { seen(m, 1) == [5L] }
}
test('an hvc and an smc with an unknown function number return -1', source: 'arch/arm64/kvm/handle_exit.c; Arm DEN0028', bringup: 60) {
  def m = machine('mov x0, #0x1234; hvc #0; str x0, [x20]; mov x0, #0x1234; smc #0; str x0, [x20, #8]; mov x1, #0x10000000')
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { seen(m, 2) == [-1L, -1L] && m.vcpu(0).reg('pc') == at + 28 }
}
[['sys #0, c7, c14, #2, x6', 'DC CISW'], ['sys #0, c7, c6, #2, x6', 'DC ISW'], ['sys #0, c7, c10, #2, x6', 'DC CSW']].each { text, name -> test("$name, a set/way operation that KVM traps, lets the guest go on", source: 'arch/arm64/kvm/sys_regs.c, access_dcsw', bringup: 60) {
  def m = machine("$text; mov x7, #5; str x7, [x2]; mrs x7, sctlr_el1; str x7, [x2, #8]")
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { seen(m, 1) == [5L] }
} }
['S3_0_C11_C3_7', 'S3_3_C15_C2_0', 'S3_0_C1_C0_1'].each { r -> test("the system register $r is undefined, or reads, and the guest goes on behind it", source: 'arch/arm64/kvm/sys_regs.c, emulate_sys_reg', bringup: 60) {
  def m = machine("mrs x7, $r; mov x8, #7; b 9f; .org 0x200; mrs x3, elr_el1; add x3, x3, #4; msr elr_el1, x3; mrs x4, esr_el1; lsr x4, x4, #26; str x4, [x2, #8]; eret; 9: str x8, [x2]")
  m.vcpu(0).reg vbar_el1: at
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { seen(m, 2)[0] == 7 && seen(m, 2)[1] == 0 }
} }
test('WFE and WFI let other things go on: the guest runs on when something waits', source: 'arch/arm64/kvm/handle_exit.c, kvm_handle_wfx', bringup: 60) {
  def m = machine('wfe; sevl; wfe; mov x7, #5; str x7, [x2]')
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { seen(m, 1) == [5L] }
}
test('a translated write through a page that is read-only in the guest is its own permission fault', source: 'Arm DDI 0487 D5', bringup: 60) {
  def m = machine("msr ttbr0_el1, x6; msr tcr_el1, x7; msr mair_el1, x8; isb; mrs x9, sctlr_el1; orr x9, x9, #1; msr sctlr_el1, x9; isb; str x9, [x10]; b .; $vectors", ['PSCI_0_2'], 128.KB)
  def tables = at + 0x10000
  // Level 1 of 4 KiB pages: devices and memory where they are, as blocks of 1 GiB; the third one is memory again, read-only.
  m.mem tables, u64: [0x705, 0x40000701 | 4, 0x40000781 | 4].collect { it as long } + [0L] * 509
  [x6: tables, x7: 25 | 0x80000000L << 0 & 0 | 5L << 32 | 3 << 12, x8: 0xff00, x10: 0x80008000].each { k, n -> m.vcpu(0).reg k, n }
  m.vcpu(0).reg vbar_el1: at
  m.run until: mmio, vcpu: 0, within: 20.s
  def (esr, elr, far) = seen(m, 3)
  expect { (esr >> 26 & 0x3f) == 0x25 && (esr & 0x3f) == 0xd && (esr & 0x40) != 0 && far == 0x80008000 }
}
