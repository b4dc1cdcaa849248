// The timers and counters of an arm64 guest: every register of the virtual and the physical timer both ways, how the signed 32-bit TVAL follows CVAL and the counter, the counters that
// user space sets, the interrupts that KVM_ARM_VCPU_TIMER_CTRL chooses, and timers without an interrupt controller.
//   kvmsh test scripts/suite/arm/timers.groovy -b qemu:arm64
//   kvmsh test scripts/suite/arm/timers.groovy -b qemu:arm64-gicv3

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = 0x10000000
def three = attempt { vm { }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3 } == null
def dist = 0x8000000, redist = 0x80a0000, cpuif = 0x8010000, CTRL = KVM_ARM_VCPU_TIMER_CTRL
// Each timer: how the guest and user space name it.
def TIMERS = [virtual: [ctl: 'cntv_ctl_el0', cval: 'cntv_cval_el0', tval: 'cntv_tval_el0', cnt: 'cntvct_el0', irq: 27, attr: KVM_ARM_VCPU_TIMER_IRQ_VTIMER, level: KVM_ARM_DEV_EL1_VTIMER, one: [ctl: 0x603000000013df19, cval: 0x603000000013df02, cnt: 0x603000000013df1a]],
  physical: [ctl: 'cntp_ctl_el0', cval: 'cntp_cval_el0', tval: 'cntp_tval_el0', cnt: 'cntpct_el0', irq: 30, attr: KVM_ARM_VCPU_TIMER_IRQ_PTIMER, level: KVM_ARM_DEV_EL1_PTIMER, one: [ctl: 0x603000000013df11, cval: 0x603000000013df12, cnt: 0x603000000013df01]]]
def bare = { gic = false, text = 'b .' ->
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, asm: text
    vcpu(0) { start at; regs x1: door, x2: there, x11: cpuif }
    vcpu(1) { start at; regs x1: door, x2: there, x11: cpuif }
  }
  if (gic) {
    def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: three ? KVM_DEV_TYPE_ARM_VGIC_V3 : KVM_DEV_TYPE_ARM_VGIC_V2).fd)
    d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: three ? KVM_VGIC_V3_ADDR_TYPE_DIST : KVM_VGIC_V2_ADDR_TYPE_DIST, value: dist
    d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: three ? KVM_VGIC_V3_ADDR_TYPE_REDIST : KVM_VGIC_V2_ADDR_TYPE_CPU, value: three ? redist : cpuif
    d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT
  }
  m
}
// The text stores what it has at x2, 8 bytes each, and ends.
def go = { m, text, registers = [:], vcpu = 0 ->
  m.mem at, bytes: asm(arm64, at: at, "$text; str wzr, [x1]; b .").bytes
  m.mem there, fill: 0, length: 0x100
  ([x1: door, x2: there, pc: at] + registers).each { k, n -> m.vcpu(vcpu).reg k, n }
  m.run until: mmio, vcpu: vcpu, within: 20.s
  (0..7).collect { m.mem(there + 8 * it, 8).u64(0) as long }
}
def FAR = 0x7000000000000000
// Linux has no registers of user space for the physical timer before 6.4.
def has = { m, t -> needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(t.one.cval), 'the physical timer as registers' }

TIMERS.each { name, t ->
  test("the $name timer's CVAL and CTL: the guest reads what user space sets, user space what the guest writes, on each vCPU", source: 'api.rst 4.68, 4.69; arch/arm64/kvm/arch_timer.c', bringup: 90) {
    def m = bare()
    has m, t
    [0, 1].each { m.vcpu(it).reg t.one.cval, FAR + 0x1111 * (it + 1); m.vcpu(it).reg t.one.ctl, 3 - it }
    expect { [0, 1].every { m.vcpu(it).reg(t.one.cval) == FAR + 0x1111 * (it + 1) && m.vcpu(it).reg(t.one.ctl) == 3 - it } }
    def seen = go(m, "mrs x3, $t.cval; mrs x4, $t.ctl; stp x3, x4, [x2]; msr $t.cval, x5; msr $t.ctl, x6; isb; mrs x3, $t.cval; mrs x4, $t.ctl; stp x3, x4, [x2, #16]", [x5: FAR + 0x765432, x6: 2])
    expect { seen.take(4) == [FAR + 0x1111, 3L, FAR + 0x765432, 2L] }
    expect { m.vcpu(0).reg(t.one.cval) == FAR + 0x765432 && m.vcpu(0).reg(t.one.ctl) == 2 && m.vcpu(1).reg(t.one.cval) == FAR + 0x2222 && m.vcpu(1).reg(t.one.ctl) == 2 }
  }
  test("the $name timer's CTL has ISTATUS once its time is over, and not before; it cannot be written", source: 'Arm DDI 0487, CNTx_CTL_EL0; arch/arm64/kvm/arch_timer.c, read_timer_ctl', bringup: 90) {
    def m = bare(), read = "mrs x3, $t.ctl; str x3, [x2]"
    has m, t
    m.vcpu(0).reg t.one.cval, FAR
    m.vcpu(0).reg t.one.ctl, 7
    expect { m.vcpu(0).reg(t.one.ctl) == 3 && go(m, read)[0] == 3 }
    m.vcpu(0).reg t.one.cval, 0
    m.vcpu(0).reg t.one.ctl, 3
    expect { m.vcpu(0).reg(t.one.ctl) == 7 && go(m, read)[0] == 7 }
  }
  test("the $name timer's TVAL of the guest is CVAL less the counter, in 32 bits with their sign", source: 'Arm DDI 0487, CNTx_TVAL_EL0; arch/arm64/kvm/arch_timer.c', bringup: 90) {
    def m = bare()
    def (a, cval, b) = go(m, "mrs x3, $t.cnt; msr $t.tval, x5; isb; mrs x4, $t.cval; mrs x6, $t.cnt; stp x3, x4, [x2]; str x6, [x2, #16]", [x5: 0x50000000])
    expect { cval >= a + 0x50000000 && cval <= b + 0x50000000 }
    (a, cval, b) = go(m, "mrs x3, $t.cnt; msr $t.tval, x5; isb; mrs x4, $t.cval; mrs x6, $t.cnt; stp x3, x4, [x2]; str x6, [x2, #16]", [x5: 0xf0000000])
    expect { cval >= a - 0x10000000 && cval <= b - 0x10000000 }
    def (c, tval, d) = go(m, "mrs x3, $t.cnt; add x5, x3, x5; msr $t.cval, x5; isb; mrs x4, $t.tval; mrs x6, $t.cnt; stp x3, x4, [x2]; str x6, [x2, #16]", [x5: 0x160000000])
    expect { tval <= 0x60000000 && tval >= 0x60000000 - (d - c) }
  }
  test("KVM_ARM_VCPU_INIT again turns the $name timer off", source: 'arch/arm64/kvm/arch_timer.c, kvm_timer_vcpu_reset', bringup: 90) {
    def m = bare(), init = m.ioctl(KVM_ARM_PREFERRED_TARGET)
    has m, t
    init.features[0] = 1 << KVM_ARM_VCPU_PSCI_0_2
    m.vcpu(0).reg t.one.cval, FAR
    m.vcpu(0).reg t.one.ctl, 3
    m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, init
    expect { m.vcpu(0).reg(t.one.ctl) == 0 }
  }
  test("the $name timer without an interrupt controller: KVM_RUN returns with its bit in device_irq_level, until the guest turns it off", source: 'api.rst 8.2, KVM_CAP_ARM_USER_IRQ', bringup: 90) {
    needs cap: KVM_CAP_ARM_USER_IRQ
    def m = bare(false, "mrs x3, $t.cnt; add x3, x3, #0x1000; msr $t.cval, x3; mov x4, #1; msr $t.ctl, x4; isb; 1: cbnz x9, 2f; b 1b; 2: msr $t.ctl, xzr; isb; str w0, [x1]; b ."), v = m.vcpu(0)
    def e = null
    for (int i = 0; i < 50 && (v.run.s.regs.device_irq_level & t.level) == 0; i++) e = attempt { v.ioctl KVM_RUN, within: 20.s }
    expect { v.run.s.regs.device_irq_level == t.level && e == EINTR }
    if (name == 'virtual') expect { v.reg(t.one.ctl) == 5 }
    v.reg 'x9', 1
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { v.run.s.regs.device_irq_level == 0 }
  }
  // The interrupt.
  [t.irq, 21].each { irq ->
    test("the $name timer that user space sets fires as interrupt $irq, and not before its time", source: 'devices/vcpu.rst 2; api.rst 4.68, 4.69', bringup: 90) {
      def begin = three ? 'mov x0, #0xf0; msr S3_0_C4_C6_0, x0; mov x0, #1; msr S3_0_C12_C12_7, x0; isb' : 'mov w0, #0xf8; str w0, [x11, #4]; mov w0, #1; str w0, [x11]'
      def take = three ? 'mrs x0, S3_0_C12_C12_0' : 'ldr w0, [x11, #0xc]'
      def code = "$begin; ldr x5, =0x8000000; mov w6, #${three ? 0x52 : 1}; str w6, [x5]; str w8, [x7]; msr daifclr, #2; 1: wfi; b 1b; .ltorg; .org 0x280; $take; mrs x5, $t.cnt; stp x0, x5, [x2]; str w0, [x1]; b ."
      [0, 1].each { vcpu ->
        def m = bare(true), v = m.vcpu(vcpu)
        has m, t
        if (irq != t.irq) v.ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: t.attr, value: irq
        expect { [0, 1].every { (m.vcpu(it).ioctl(KVM_GET_DEVICE_ATTR, group: CTRL, attr: t.attr).value & 0xffffffffL) == irq } }
        def due = (v.reg(t.one.cnt) as long) + 5000000
        v.reg vbar_el1: at
        v.reg t.one.cval, due
        v.reg t.one.ctl, 1
        def seen = go(m, code, [x7: three ? redist + 0x20000 * vcpu + 0x10100 : dist + 0x100, x8: 1 << irq, pstate: 0x3c5], vcpu)
        expect { seen[0] == irq && seen[1] >= due && (v.reg(t.one.ctl) & 7) == 5 }
      }
    }
  }
  test("the $name timer's interrupt is a PPI: an SPI is EINVAL; after a run it is settled: EBUSY", source: 'devices/vcpu.rst 2') {
    def m = bare(true), set = { n -> m.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: t.attr, value: n }
    [0, 15, 32, 1020].each { n -> expect(errno: EINVAL) { set n } }
    go m, 'nop'
    expect(errno: EBUSY) { set 20 }
  }
}
test('the virtual counter goes on from what user space sets, on both vCPUs, and the physical one does not', source: 'api.rst 4.68; arch/arm64/kvm/arch_timer.c, update_vtimer_cntvoff', bringup: 90) {
  def m = bare(), base = 0x0123456700000000, physical = go(m, 'mrs x3, cntpct_el0; str x3, [x2]')[0]
  m.vcpu(0).reg TIMERS.virtual.one.cnt, base
  [0, 1].each { v ->
    def (a, b) = go(m, 'mrs x3, cntvct_el0; mrs x4, cntpct_el0; stp x3, x4, [x2]', [:], v)
    expect { a >= base && a < base + 0x100000000000 && b >= physical && b < physical + 0x100000000000 }
    expect { (m.vcpu(v).reg(TIMERS.virtual.one.cnt) as long) >= a && (m.vcpu(v).reg(TIMERS.virtual.one.cnt) as long) < base + 0x100000000000 }
  }
}
test('the virtual counter of a new VM begins at 0, less than the physical one', source: 'arch/arm64/kvm/arch_timer.c, kvm_timer_vcpu_init', bringup: 90) {
  def m = bare()
  def (a, b) = go(m, 'mrs x3, cntvct_el0; mrs x4, cntpct_el0; stp x3, x4, [x2]')
  expect { a >= 0 && a < b }
}
test('cntfrq_el0 is more than zero and the same on both vCPUs', source: 'Arm DDI 0487, CNTFRQ_EL0', bringup: 90) { def m = bare(); expect { def a = go(m, 'mrs x3, cntfrq_el0; str x3, [x2]')[0]; a > 0 && a == go(m, 'mrs x3, cntfrq_el0; str x3, [x2]', [:], 1)[0] } }
test('both timers by one interrupt: the first KVM_RUN gives EINVAL', source: 'devices/vcpu.rst 2; arch/arm64/kvm/arch_timer.c, timer_irqs_are_valid') {
  def m = bare(true)
  TIMERS.each { name, t -> m.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: t.attr, value: 22 }
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_RUN }
}
test('the interrupt of a timer without an interrupt controller: EINVAL', source: 'devices/vcpu.rst 2') { expect(errno: EINVAL) { bare().vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_TIMER_IRQ_VTIMER, value: 20 } }
test('an attribute of the timers that there is not: ENXIO', source: 'devices/vcpu.rst 2') {
  def v = bare(true).vcpu(0)
  expect { [0, 1].every { v.ioctl(KVM_HAS_DEVICE_ATTR, group: CTRL, attr: it) == 0 } }
  [KVM_HAS_DEVICE_ATTR, KVM_SET_DEVICE_ATTR, KVM_GET_DEVICE_ATTR].each { call -> expect(errno: ENXIO) { v.ioctl call, group: CTRL, attr: 9, value: 20 } }
}
test('a move carries the timers', source: 'api.rst 4.68, 4.69', bringup: 160) {
  def m = bare(), list = m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg, known = { t -> list.contains(t.one.cval) }, all = { [0, 1].collect { v -> TIMERS.values().findAll { known(it) }.collect { t -> [m.vcpu(v).reg(t.one.cval), m.vcpu(v).reg(t.one.ctl)] } } }
  [0, 1].each { v -> TIMERS.values().findAll { known(it) }.eachWithIndex { t, i -> m.vcpu(v).reg t.one.cval, FAR + 0x1000 * v + 0x100 * i; m.vcpu(v).reg t.one.ctl, 2 + (v + i) % 2 } }
  def before = all()
  expect { m.moved().done && all() == before }
}
