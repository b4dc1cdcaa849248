// A vCPU of arm64: every field of an MMIO exit at each width, sign and direction; the events that user space injects; debug exits; and KVM_ARM_VCPU_INIT on a
// vCPU that is already initialized.
//   kvmsh -b qemu:arm64 scripts/suite/arm/vcpu.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter '*load*'

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = 0x10000000
def guest = { text, registers = [:] ->
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: text; vcpu(0) { start at }; vcpu(1) { start at } }
  [0, 1].each { v -> ([x1: door, x2: there + 0x100 * v] + registers).each { k, n -> m.vcpu(v).reg k, n } }
  m
}
def bytes = { run, n -> (0..<n).collect { run.mmio.data[it] & 0xff } }
[['strb w0, [x1]', 1], ['strh w0, [x1]', 2], ['str w0, [x1]', 4], ['str x0, [x1]', 8]].each { text, n ->
  [0, 1].each { vcpu ->
    test("'$text' of vCPU $vcpu is an exit with its address, length and bytes", source: 'api.rst 4.82, 4.31', bringup: 70) {
      def m = guest("$text; b .", [x0: 0x8877665544332211, x1: door + 0x18 + n]), v = m.vcpu(vcpu)
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door + 0x18 + n }
      expect { v.run.mmio.len == n && v.run.mmio.is_write == 1 }
      expect { bytes(v.run, n) == [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88].take(n) }
    }
  }
}
[['ldrb w0, [x1]', 1, 0xf1], ['ldrh w0, [x1]', 2, 0xf2f1], ['ldr w0, [x1]', 4, 0xf4f3f2f1], ['ldr x0, [x1]', 8, 0xf8f7f6f5f4f3f2f1], ['ldrsb w0, [x1]', 1, 0xfffffff1], ['ldrsb x0, [x1]', 1, 0xfffffffffffffff1],
 ['ldrsh w0, [x1]', 2, 0xfffff2f1], ['ldrsh x0, [x1]', 2, 0xfffffffffffff2f1], ['ldrsw x0, [x1]', 4, 0xfffffffff4f3f2f1]].each { text, n, value ->
  [0, 1].each { vcpu ->
    test("'$text' of vCPU $vcpu is an exit, and gets the bytes of user space, extended as it says", source: 'api.rst 4.82, 4.31', bringup: 70) {
      def m = guest("$text; str x0, [x2]; str w0, [x1]; b .", [x0: 0x5555555555555555, x1: door + 0x20]), v = m.vcpu(vcpu)
      v.ioctl KVM_RUN
      expect { v.run.exit_reason == KVM_EXIT_MMIO && v.run.mmio.phys_addr == door + 0x20 && v.run.mmio.len == n && v.run.mmio.is_write == 0 }
      (0..7).each { v.run.mmio.data[it] = 0xf1 + it }
      v.ioctl KVM_RUN
      expect { v.run.mmio.is_write == 1 && m.mem(there + 0x100 * vcpu, 8).u64(0) == value }
      expect { m.vcpu(1 - vcpu).reg('pc') == at }
    }
  }
}
(0..30).findAll { it != 1 && it != 2 }.each { n ->
  test("a load into x$n of an exit changes x$n and no other register", source: 'api.rst 4.82, 4.31', bringup: 70) {
    def m = guest("ldr x$n, [x1]; b .", (0..30).findAll { it > 2 || it == 0 }.collectEntries { ["x$it".toString(), 0x1000 + it] }), v = m.vcpu(0)
    v.ioctl KVM_RUN
    (0..7).each { v.run.mmio.data[it] = 0x11 + it }
    v.run.immediate_exit = 1
    expect(errno: EINTR) { v.ioctl KVM_RUN }
    expect { v.reg("x$n".toString()) == 0x1817161514131211 && v.reg('pc') == at + 4 }
    expect { (0..30).findAll { it != n && v.reg("x$it".toString()) != (it == 1 ? door : it == 2 ? there : 0x1000 + it) } == [] }
  }
}
test('an access that its syndrome does not describe: ENOSYS, and KVM_EXIT_ARM_NISV once its capability is enabled', source: 'api.rst 4.82, 4.31') {
  def m = guest('ldp x3, x4, [x1]; b .'), v = m.vcpu(0)
  expect(errno: ENOSYS) { v.ioctl KVM_RUN }
  def other = guest('ldp x3, x4, [x1]; b .'), w = other.vcpu(0)
  other.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER
  w.ioctl KVM_RUN
  expect { w.run.exit_reason == KVM_EXIT_ARM_NISV && w.run.arm_nisv.fault_ipa == door && (w.run.arm_nisv.esr_iss & 0x1000000) == 0 }
}
[['ldp x3, x4, [x1]', 0], ['stp x3, x4, [x1]', 0x40]].each { text, wnr ->
  test("KVM_EXIT_ARM_NISV of '$text' beside a page of memory: its address, and the syndrome of a translation fault in the last level with its direction", source: 'api.rst 5, KVM_EXIT_ARM_NISV; Arm DDI 0487, ESR_ELx', bringup: 70) {
    def m = guest("$text; b .", [x1: at + 0x10000]), v = m.vcpu(0)
    m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_ARM_NISV && v.run.arm_nisv.fault_ipa == at + 0x10000 && (v.run.arm_nisv.esr_iss & 0x100007f) == (wnr | 7) }
  }
}
// KVM_SET_VCPU_EVENTS.
def vectors = '.org 0x200; mrs x3, esr_el1; mrs x4, far_el1; stp x3, x4, [x2]; str w0, [x5]; b .; .org 0x380; mrs x3, esr_el1; mov x4, #0x380; stp x3, x4, [x2]; str w0, [x5]; b .'
def waiting = { text -> def m = guest("$text; $vectors", [x5: door]); [0, 1].each { m.vcpu(it).reg 'vbar_el1', at }; m }
test('a pending SError is read as it was set, on its vCPU alone, and the guest takes it once it is unmasked', source: 'api.rst 4.82, 4.31', bringup: 70) {
  def m = waiting('msr daifclr, #4; isb; nop; b .'), v = m.vcpu(0)
  def e = v.ioctl(KVM_GET_VCPU_EVENTS)
  expect { e.exception.serror_pending == 0 }
  e.exception.serror_pending = 1
  v.ioctl KVM_SET_VCPU_EVENTS, e
  expect { v.ioctl(KVM_GET_VCPU_EVENTS).exception.serror_pending == 1 && m.vcpu(1).ioctl(KVM_GET_VCPU_EVENTS).exception.serror_pending == 0 }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { (m.mem(there, 16).u64(0) >> 26) == 0x2f && m.mem(there, 16).u64(8) == 0x380 }
  expect { v.ioctl(KVM_GET_VCPU_EVENTS).exception.serror_pending == 0 }
}
test('a pending SError that the guest masks stays pending', source: 'api.rst 4.82, 4.31', bringup: 70) {
  def m = waiting('str w0, [x5]; b .'), v = m.vcpu(0)
  def e = v.ioctl(KVM_GET_VCPU_EVENTS)
  e.exception.serror_pending = 1
  v.ioctl KVM_SET_VCPU_EVENTS, e
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { v.ioctl(KVM_GET_VCPU_EVENTS).exception.serror_pending == 1 && m.mem(there, 16).u64(8) == 0 }
}
test('a move carries a pending SError', source: 'api.rst 4.82, 4.31', bringup: 160) {
  def m = waiting('str w0, [x5]; b .'), v = m.vcpu(0), e = v.ioctl(KVM_GET_VCPU_EVENTS)
  e.exception.serror_pending = 1
  v.ioctl KVM_SET_VCPU_EVENTS, e
  expect { m.moved().done && m.vcpu(0).ioctl(KVM_GET_VCPU_EVENTS).exception.serror_pending == 1 && m.vcpu(1).ioctl(KVM_GET_VCPU_EVENTS).exception.serror_pending == 0 }
}
def abort = {
  def m = waiting('nop; b .'), e = m.vcpu(0).ioctl(KVM_GET_VCPU_EVENTS)
  e.exception.ext_dabt_pending = 1
  m.vcpu(0).ioctl KVM_SET_VCPU_EVENTS, e
  m.run until: mmio, vcpu: 0, within: 20.s
  m.mem(there, 8)
}
test('ext_dabt_pending is an external data abort of the guest, at once', source: 'api.rst 4.82, 4.31', bringup: 70) {
  needs cap: KVM_CAP_ARM_INJECT_EXT_DABT
  def esr = abort().u32(0)
  expect { (esr >> 26) == 0x25 && (esr & 0x3f) == 0x10 }
}
test('the syndrome of that data abort has no bits above 32', source: 'api.rst 4.82, 4.31', bringup: 70) {
  needs cap: KVM_CAP_ARM_INJECT_EXT_DABT
  expect { abort().u32(4) == 0 }
}
test('a syndrome for an SError without RAS: EINVAL', source: 'api.rst 4.82, 4.31') {
  needs kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_INJECT_SERROR_ESR) == 0, 'a processor without RAS'
  def v = guest('b .').vcpu(0), e = v.ioctl(KVM_GET_VCPU_EVENTS)
  e.exception.serror_pending = 1
  e.exception.serror_has_esr = 1
  e.exception.serror_esr = 0x123
  expect(errno: EINVAL) { v.ioctl KVM_SET_VCPU_EVENTS, e }
}
// Debug exits.
def debug = { v, control, set = [:] -> def d = struct('kvm_guest_debug', control: control); set.each { k, n -> d.arch."$k"[0] = n }; v.ioctl KVM_SET_GUEST_DEBUG, d }
test('a hardware breakpoint: a debug exit at its address, with the exception class of a breakpoint', source: 'api.rst 4.82, 4.31', bringup: 70) {
  def m = guest('nop; nop; nop; b .'), v = m.vcpu(0)
  debug v, KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW, [dbg_bvr: at + 8, dbg_bcr: 0x1e7]
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_DEBUG && (v.run.debug.arch.hsr >> 26) == 0x30 && v.reg('pc') == at + 8 }
}
[['a write', 'str x0, [x2]', 0x10, true], ['a read', 'ldr x0, [x2]', 0x8, false]].each { name, text, kind, write ->
  test("a watchpoint of $name: a debug exit with the address in far, and none of the other kind", source: 'api.rst 4.82, 4.31', bringup: 70) {
    // The pages are there before, and the last fault of the guest was at another address.
    def m = guest("str x0, [x2, #0x200]; str x0, [x3]; nop; $text; str w0, [x1]; b .", [x3: at + 0xc040]), v = m.vcpu(0)
    debug v, KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW, [dbg_wvr: there, dbg_wcr: 0x1fe7 & ~0x18 | kind]
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_DEBUG && (v.run.debug.arch.hsr >> 26) == 0x34 && v.run.debug.arch.far == there && v.reg('pc') == at + 12 }
    def other = guest("$text; str w0, [x1]; b ."), w = other.vcpu(0)
    debug w, KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_HW, [dbg_wvr: there, dbg_wcr: 0x1fe7 & ~0x18 | (kind ^ 0x18)]
    w.ioctl KVM_RUN
    expect { w.run.exit_reason == KVM_EXIT_MMIO }
  }
}
test('a single step: one instruction, and a debug exit of its class', source: 'api.rst 4.82, 4.31', bringup: 70) {
  def m = guest('mov x3, #1; mov x4, #2; b .'), v = m.vcpu(0)
  debug v, KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_DEBUG && (v.run.debug.arch.hsr >> 26) == 0x32 && v.reg('pc') == at + 4 && v.reg('x3') == 1 && v.reg('x4') == 0 }
  v.ioctl KVM_RUN
  expect { v.reg('pc') == at + 8 && v.reg('x4') == 2 }
}
test('brk with KVM_GUESTDBG_USE_SW_BP is a debug exit with its comment, and else the guest\'s own exception', source: 'api.rst 4.82, 4.31', bringup: 70) {
  def m = waiting('brk #0x123; b .'), v = m.vcpu(0)
  debug v, KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_USE_SW_BP
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_DEBUG && v.run.debug.arch.hsr == 0xf2000123 && v.reg('pc') == at }
  debug v, 0
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 8).u64(0) == 0xf2000123 }
}
test('a debug control bit that arm64 lacks: EINVAL', source: 'api.rst 4.82, 4.31') { expect(errno: EINVAL) { debug guest('b .').vcpu(0), 0x800000 } }
// KVM_ARM_VCPU_INIT.
test('KVM_ARM_VCPU_INIT again: general and system registers are as at first', source: 'api.rst 4.82, 4.31', bringup: 70) {
  def m = guest('b .'), v = m.vcpu(0), init = m.ioctl(KVM_ARM_PREFERRED_TARGET)
  init.features[0] = 1 << KVM_ARM_VCPU_PSCI_0_2
  [x7: 0x1234, pc: 0x5678, vbar_el1: 0x8000, tpidr_el0: 0x11].each { k, n -> v.reg k, n }
  v.ioctl KVM_ARM_VCPU_INIT, init
  expect { v.reg('x7') == 0 && v.reg('pc') == 0 && v.reg('pstate') == 0x3c5 && v.reg('vbar_el1') == 0 && v.reg('sctlr_el1') == 0xc50078 }
  expect { m.vcpu(1).reg('pc') == at }
}
[['a target that does not exist', { it.target = 99 }, EINVAL], ['other features than before', { it.features[0] = 0 }, EINVAL]].each { name, change, errno ->
  test("KVM_ARM_VCPU_INIT with $name: $errno", source: 'api.rst 4.82, 4.31', bringup: 70) {
    def m = guest('b .'), init = m.ioctl(KVM_ARM_PREFERRED_TARGET)
    init.features[0] = 1 << KVM_ARM_VCPU_PSCI_0_2
    change init
    expect(errno: errno) { m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, init }
  }
}
test('KVM_ARM_VCPU_INIT of a new vCPU with a feature that does not exist: ENOENT', source: 'api.rst 4.82, 4.31') {
  def m = guest('b .'), init = m.ioctl(KVM_ARM_PREFERRED_TARGET)
  m.ioctl KVM_CREATE_VCPU, 2
  init.features[0] = 1L << 30
  expect(errno: ENOENT) { m.vcpu(2).ioctl KVM_ARM_VCPU_INIT, init }
}
// Before KVM_ARM_VCPU_INIT a vCPU has no state.
['KVM_RUN': { v -> v.ioctl KVM_RUN }, 'KVM_GET_REG_LIST': { v -> v.ioctl KVM_GET_REG_LIST }, 'KVM_GET_ONE_REG': { v -> v.ioctl KVM_GET_ONE_REG, id: 0x6030000000100040, addr: 0x1000 },
 'KVM_SET_VCPU_EVENTS': { v -> v.ioctl KVM_SET_VCPU_EVENTS, [:] }, 'KVM_GET_VCPU_EVENTS': { v -> v.ioctl KVM_GET_VCPU_EVENTS }].each { name, call ->
  test("$name before KVM_ARM_VCPU_INIT: ENOEXEC", source: 'api.rst 4.82, 4.31', bringup: 72) {
    def m = guest('b .')
    m.ioctl KVM_CREATE_VCPU, 2
    expect(errno: ENOEXEC) { call m.vcpu(2) }
  }
}
test('user space answers an MMIO load with a data abort: the guest takes it at the load, whose register stays', source: 'api.rst 4.31', bringup: 70) {
  needs cap: KVM_CAP_ARM_INJECT_EXT_DABT
  def m = guest('nop; ldr x0, [x1]; str x0, [x2]; b .; .org 0x200; mrs x3, elr_el1; str x3, [x2, #8]; str x0, [x2, #16]; str w0, [x5]; b .', [x0: 0x5151, x1: door + 0x40, x5: door]), v = m.vcpu(0)
  [0, 1].each { m.vcpu(it).reg 'vbar_el1', at }
  def loads = 0
  m.on(mmio: door + 0x40) { e -> loads++; if (loads == 1) v.ioctl KVM_SET_VCPU_EVENTS, exception: [ext_dabt_pending: 1]; 0x77 }
  m.run until: { loads > 1 || m.exits.last.exit.name == 'mmio' && v.run.mmio.is_write == 1 }, vcpu: 0, within: 20.s
  expect { loads == 1 }
  expect { m.mem(there, 24).u64(0) == 0 && m.mem(there, 24).u64(8) == at + 4 && m.mem(there, 24).u64(16) == 0x5151 }
}
// System registers of a GICv3 that a vCPU without one does not have.
['ICC_SGI1R_EL1': 's3_0_c12_c11_5', 'ICC_ASGI1R_EL1': 's3_0_c12_c11_6', 'ICC_SGI0R_EL1': 's3_0_c12_c11_7'].each { name, register ->
  test("$name of a vCPU without an interrupt controller is undefined", source: 'arch/arm64/kvm/sys_regs.c, access_gic_sgi', bringup: 70) {
    def m = guest("nop; msr $register, x0; b .; .org 0x200; mrs x3, esr_el1; mrs x4, elr_el1; stp x3, x4, [x2]; str w0, [x5]; b .", [x5: door])
    [0, 1].each { m.vcpu(it).reg 'vbar_el1', at }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { (m.mem(there, 16).u64(0) >> 26) == 0 && m.mem(there, 16).u64(8) == at + 4 }
  }
}
// vCPUs whose ids are not in the order of their creation.
def reversed = { text -> vm { memory at: at, size: 64.KB; load at: at, asm: text; vcpu(1) { start at; regs x0: 0x1111 }; vcpu(0) { start at; regs x0: 0x2222 } } }
test('MPIDR_EL1 is by the id of the vCPU, not by the order of creation', source: 'api.rst 4.82, arch/arm64/kvm/sys_regs.c, reset_mpidr', bringup: 70) {
  def m = reversed('b .')
  expect { (m.vcpu(0).reg('mpidr_el1') & 0xffffff) == 0 && (m.vcpu(1).reg('mpidr_el1') & 0xffffff) == 1 }
}
test("the CPUID of a GICv2's attribute is the id of the vCPU, not its place in the order of creation", source: 'devices/arm-vgic.rst', bringup: 70) {
  needs device: KVM_DEV_TYPE_ARM_VGIC_V2
  def m = reversed('ldr w3, [x1]; str w3, [x2]; str w0, [x5]; b .')
  def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd)
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST, value: 0x8000000
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_CPU, value: 0x8010000
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT
  // GICC_PMR of each: the attribute has its upper five bits alone.
  [0, 1].each { d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CPU_REGS, attr: ((it as long) << 32) | 4, value: 8 + 4 * it }
  [0, 1].each { v ->
    [x1: 0x8010004, x2: there, x5: door].each { k, n -> m.vcpu(v).reg k, n }
    m.run until: mmio, vcpu: v, within: 20.s
    expect { (m.mem(there, 4).u32(0) & 0xf8) == 0x40 + 0x20 * v }
  }
}
