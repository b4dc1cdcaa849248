// The performance monitors of an arm64 guest: each register both ways, counters that count, overflow, chain, reset and interrupt, what EL0 may do, the event
// filter, and the attributes of KVM_ARM_VCPU_PMU_V3_CTRL with their errnos.
//   kvmsh test scripts/suite/arm/pmu.groovy -b qemu:arm64
//   kvmsh test scripts/suite/arm/pmu.groovy -b qemu:arm64-gicv3

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_ARM_PMU_V3
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, values = at + 0x4000, door = 0x10000000
def three = attempt { vm { }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3 } == null
def dist = 0x8000000, redist = 0x80a0000, cpuif = 0x8010000
def CTRL = KVM_ARM_VCPU_PMU_V3_CTRL, E = 1, P = 2, C = 4, LC = 0x40, CYCLE = 1L << 31
def SW = 0, CPU_CYCLES = 0x11, CHAIN = 0x1e
// Register, op0 is 3: op1, CRn, CRm, op2.
def R = [PMCR: [3, 9, 12, 0], PMCNTENSET: [3, 9, 12, 1], PMCNTENCLR: [3, 9, 12, 2], PMOVSCLR: [3, 9, 12, 3], PMSWINC: [3, 9, 12, 4], PMSELR: [3, 9, 12, 5], PMCEID0: [3, 9, 12, 6], PMCEID1: [3, 9, 12, 7], PMCCNTR: [3, 9, 13, 0],
  PMXEVTYPER: [3, 9, 13, 1], PMXEVCNTR: [3, 9, 13, 2], PMUSERENR: [3, 9, 14, 0], PMINTENSET: [0, 9, 14, 1], PMINTENCLR: [0, 9, 14, 2], PMOVSSET: [3, 9, 14, 3], PMCCFILTR: [3, 14, 15, 7]] +
  (0..5).collectEntries { ["PMEVCNTR$it".toString(), [3, 14, 8, it]] } + (0..5).collectEntries { ["PMEVTYPER$it".toString(), [3, 14, 12, it]] } + [PMEVCNTR30: [3, 14, 11, 6], PMEVTYPER30: [3, 14, 15, 6]]
def name = { r -> def (op1, n, m, op2) = R[r]; "S3_${op1}_C${n}_C${m}_$op2" }
def one = { r -> def (op1, n, m, op2) = R[r]; 0x6030000000138000 | 1 << 14 | op1 << 11 | n << 7 | m << 3 | op2 }
def begin = three ? 'mov x0, #0xf0; msr S3_0_C4_C6_0, x0; mov x0, #1; msr S3_0_C12_C12_7, x0; isb' : 'mov w0, #0xf8; str w0, [x11, #4]; mov w0, #1; str w0, [x11]'
def take = three ? 'mrs x0, S3_0_C12_C12_0' : 'ldr w0, [x11, #0xc]'
// A program: text is code, 'PMCR' reads a register, [PMCR: n] writes it. What is read is in a list, as is bit 63 for each instruction that is undefined; the
// interrupt's number is one of those.
def program = { m, steps, vcpu = 0, more = [:] ->
  def constants = []
  def text = steps.collect { s ->
    if (s instanceof Map) { def (r, n) = [s.keySet()[0], s.values()[0]]; constants << n; return "ldr x0, [x9], #8; msr ${name(r)}, x0; isb" }
    R[s] ? "mov x0, #0; mrs x0, ${name(s)}; str x0, [x10], #8" : s
  }.join('; ')
  def code = asm(arm64, at: at, """b 9f
    .org 0x200
    mrs x1, elr_el1; add x1, x1, #4; msr elr_el1, x1; mrs x0, esr_el1; lsr x0, x0, #26; orr x0, x0, #0x8000000000000000; str x0, [x10], #8; mov x0, #0; eret
    .org 0x280
    $take; str x0, [x10], #8; str wzr, [x12]; b .
    .org 0x400
    mrs x1, elr_el1; add x1, x1, #4; msr elr_el1, x1; mrs x0, esr_el1; lsr x0, x0, #26; orr x0, x0, #0x8000000000000000; str x0, [x10], #8; mov x0, #0; eret
    .org 0x800
 9: $text
    str wzr, [x12]; b .""")
  m.mem at, bytes: code.bytes
  if (constants) m.mem values, u64: constants.collect { it as long }
  m.mem there, fill: 0, length: 0x200
  ([x9: values, x10: there, x11: cpuif, x12: door, pc: at, pstate: 0x3c5] + more).each { k, n -> m.vcpu(vcpu).reg k, n }
  m.vcpu(vcpu).reg vbar_el1: at
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def left = m.mem(there, 0x200)
  (0..<(m.vcpu(vcpu).reg('x10') - there).intdiv(8)).collect { left.u64(8 * it) as long }
}
def UNDEFINED = 1L << 63
def bare = { gic = true, features = ['PSCI_0_2', 'PMU_V3'] ->
  def m = vm {
    cpu features: features
    memory at: at, size: 64.KB
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  if (gic) {
    def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: three ? KVM_DEV_TYPE_ARM_VGIC_V3 : KVM_DEV_TYPE_ARM_VGIC_V2).fd)
    d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: three ? KVM_VGIC_V3_ADDR_TYPE_DIST : KVM_VGIC_V2_ADDR_TYPE_DIST, value: dist
    d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: three ? KVM_VGIC_V3_ADDR_TYPE_REDIST : KVM_VGIC_V2_ADDR_TYPE_CPU, value: three ? redist : cpuif
    d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, value: 96
    if (gic != 'incomplete') d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT
  }
  m
}
def set = { v, attr, value = 0 -> v.ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: attr, value: value }
def machine = { irq = 23, gic = true ->
  def m = bare(gic)
  [0, 1].each { v -> if (gic) set m.vcpu(v), KVM_ARM_VCPU_PMU_V3_IRQ, irq < 32 ? irq : irq + v; m.vcpu(v).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_INIT }
  m
}
def off = [[PMCR: 0], [PMCNTENCLR: 0xffffffff], [PMINTENCLR: 0xffffffff], [PMOVSCLR: 0xffffffff]]
def N = { (machine().vcpu(0).reg(one('PMCR')) >> 11 & 0x1f) as int }.memoize()

// The registers.
def rows = [PMCNTENSET: [0x80000015, 0x0000002a, 0x8000003f], PMINTENSET: [0x80000025, 0x0000001a, 0x8000003f], PMOVSSET: [0x80000011, 0x0000000a, 0x8000001b], PMSELR: [3, 5, 5], PMUSERENR: [0xa, 0x5, 0x5],
  PMCCFILTR: [0x80000000L, 0x40000000, 0x40000000], PMCCNTR: [0x123456789abcdef, 0xfedcba987654321, 0xfedcba987654321]] +
  (0..5).collectEntries { ["PMEVCNTR$it".toString(), [0x12345670L + it, 0x76543210L + it, 0x76543210L + it]] } +
  (0..5).collectEntries { ["PMEVTYPER$it".toString(), [0x80000010L + it, 0x40000020L + it, 0x40000020L + it]] }
rows.each { r, x ->
  test("$r: the guest reads what user space sets, and user space what the guest writes, on each vCPU", source: 'Arm DDI 0487 D8; arch/arm64/kvm/sys_regs.c', bringup: 145) {
    needs N() >= 6, 'six counters'
    def m = machine()
    [0, 1].each { v -> ['PMCNTENSET', 'PMINTENSET', 'PMOVSSET'].each { m.vcpu(v).reg one(it), 0 }; m.vcpu(v).reg one('PMCR'), m.vcpu(v).reg(one('PMCR')) & ~0xffL }          // C and P of PMCR may be set at first
    m.vcpu(0).reg one(r), x[0]
    m.vcpu(1).reg one(r), x[0] ^ 1
    expect { m.vcpu(0).reg(one(r)) == x[0] && m.vcpu(1).reg(one(r)) == (x[0] ^ 1) }
    expect { program(m, [r, [(r): x[1]], r]) == [x[0] as long, x[2] as long] }
    expect { m.vcpu(0).reg(one(r)) == x[2] && m.vcpu(1).reg(one(r)) == (x[0] ^ 1) }
  }
}
[['PMCNTENCLR', 'PMCNTENSET'], ['PMINTENCLR', 'PMINTENSET'], ['PMOVSCLR', 'PMOVSSET']].each { clear, sets ->
  test("$clear takes away what its ones name, and reads as $sets", source: 'Arm DDI 0487 D8; arch/arm64/kvm/sys_regs.c', bringup: 145) {
    def m = machine()
    expect { program(m, off + [[(sets): 0x8000000f], [(clear): 0x80000005], sets, clear]) == [0xaL, 0xaL] && m.vcpu(0).reg(one(sets)) == 0xa }
  }
}
test('PMSELR selects what PMXEVCNTR and PMXEVTYPER are, the cycle counter by 31', source: 'Arm DDI 0487 D8; arch/arm64/kvm/sys_regs.c', bringup: 145) {
  def m = machine()
  expect { program(m, off + [[PMSELR: 3], [PMXEVCNTR: 0x1234], [PMXEVTYPER: 0x1b], [PMSELR: 2], [PMXEVCNTR: 0x5678], [PMXEVTYPER: 0x80000008], 'PMEVCNTR3', 'PMEVTYPER3', 'PMEVCNTR2', 'PMEVTYPER2', 'PMXEVCNTR', 'PMXEVTYPER']) ==
    [0x1234L, 0x1bL, 0x5678L, 0x80000008L, 0x5678L, 0x80000008L] }
  expect { program(m, [[PMSELR: 31], [PMXEVTYPER: 0x40000000], 'PMCCFILTR', [PMXEVCNTR: 0x77777777777], 'PMCCNTR']) == [0x40000000L, 0x77777777777L] }
}
test('a counter behind PMCR.N is undefined, by its own name and by PMSELR', source: 'arch/arm64/kvm/sys_regs.c, pmu_counter_idx_valid', bringup: 145) {
  def m = machine()
  expect { program(m, ['PMEVCNTR30'])[0] == UNDEFINED && program(m, [[PMSELR: N()], 'PMXEVCNTR'])[0] == UNDEFINED && program(m, [[PMSELR: N() - 1], 'PMXEVCNTR'])[0] >= 0 }
}
test('an event counter has 32 bits', source: 'arch/arm64/kvm/pmu-emul.c, kvm_pmu_get_counter_value', bringup: 145) { expect { program(machine(), off + [[PMEVCNTR1: 0x1122334455667788], 'PMEVCNTR1']) == [0x55667788L] } }
test('PMCR: the guest changes E, DP, X, D and LC alone, C and P read as 0', source: 'Arm DDI 0487 D8; arch/arm64/kvm/sys_regs.c, access_pmcr', bringup: 145) {
  def m = machine(), own = m.vcpu(0).reg(one('PMCR')) as long
  expect { program(m, [[PMCR: 0xffffffff], 'PMCR', [PMCR: 0x58], 'PMCR', [PMCR: 0], 'PMCR']).collect { it & ~0xc0L } == [own & ~0xffL | 0x39, own & ~0xffL | 0x18, own & ~0xffL] }
}
test('PMCEID has the events of SW_INCR and CPU_CYCLES', source: 'Arm DDI 0487 D8', bringup: 145) { expect { (program(machine(), ['PMCEID0'])[0] & 1L << CPU_CYCLES) != 0 } }

// Counting.
test('SW_INCR: PMSWINC counts the counters that it names, are enabled and have the event', source: 'Arm DDI 0487 D8; arch/arm64/kvm/pmu-emul.c, kvm_pmu_counter_increment', bringup: 145) {
  def m = machine()
  def zero = (0..3).collect { [("PMEVCNTR$it".toString()): 10 * it] } + (0..3).collect { [("PMEVTYPER$it".toString()): it == 2 ? 0x1b : SW] }
  def read = (0..3).collect { "PMEVCNTR$it".toString() }
  expect { program(m, off + zero + [[PMCR: E], [PMCNTENSET: 7], [PMSWINC: 0xf], [PMSWINC: 1]] + read) == [2L, 11L, 20L, 30L] }
  expect { program(m, off + zero + [[PMCNTENSET: 7], [PMSWINC: 0xf]] + read) == [0L, 10L, 20L, 30L] }
}
test('an overflow of SW_INCR sets its bit of PMOVSSET, and CHAIN of the odd neighbor counts it', source: 'Arm DDI 0487 D8; arch/arm64/kvm/pmu-emul.c, kvm_pmu_counter_increment', bringup: 145) {
  def m = machine()
  expect { program(m, off + [[PMEVTYPER0: SW], [PMEVTYPER1: CHAIN], [PMEVTYPER2: SW], [PMEVTYPER3: SW], [PMEVCNTR0: 0xffffffff], [PMEVCNTR1: 5], [PMEVCNTR2: 0xfffffffe], [PMEVCNTR3: 0xffffffff], [PMCNTENSET: 0xf], [PMCR: E], [PMSWINC: 5],
    'PMEVCNTR0', 'PMEVCNTR1', 'PMEVCNTR2', 'PMOVSSET', [PMSWINC: 4], 'PMEVCNTR3', 'PMOVSSET', [PMOVSCLR: 1], 'PMOVSSET']) == [0L, 6L, 0xffffffffL, 1L, 0xffffffffL, 5L, 4L] }
}
def spin = 'mov x1, #2000; 1: subs x1, x1, #1; b.ne 1b; isb'
test('the cycle counter counts while it and PMCR.E are on', source: 'Arm DDI 0487 D8; arch/arm64/kvm/pmu-emul.c', bringup: 145) {
  def m = machine()
  def (a, b) = program(m, off + [[PMCCFILTR: 0], [PMCCNTR: 0x1000], [PMCNTENSET: CYCLE], [PMCR: E | LC], spin, 'PMCCNTR', spin, 'PMCCNTR'])
  expect { a > 0x1000 && b > a && b < 0x100000000000 }
  [[[PMCR: E | LC]], [[PMCNTENSET: CYCLE]]].each { on -> expect { program(m, off + [[PMCCFILTR: 0], [PMCCNTR: 0x1000]] + on + [spin, 'PMCCNTR']) == [0x1000L] } }
}
test('the cycle counter stops where PMCNTENCLR or PMCR.E stop it, and keeps its value', source: 'Arm DDI 0487 D8; arch/arm64/kvm/pmu-emul.c', bringup: 145) {
  [[PMCNTENCLR: CYCLE], [PMCR: LC]].each { stop ->
    def (a, b) = program(machine(), off + [[PMCCFILTR: 0], [PMCCNTR: 0x1000], [PMCNTENSET: CYCLE], [PMCR: E | LC], spin, stop, 'PMCCNTR', spin, 'PMCCNTR'])
    expect { a > 0x1000 && b == a }
  }
}
test('an event counter of CPU_CYCLES counts, and with the filter for EL1 it does not', source: 'Arm DDI 0487 D8; arch/arm64/kvm/pmu-emul.c', bringup: 145) {
  def m = machine()
  def (a, b) = program(m, off + [[PMEVTYPER1: CPU_CYCLES], [PMEVCNTR1: 0x10], [PMEVTYPER2: 0x80000000L | CPU_CYCLES], [PMEVCNTR2: 0x20], [PMCNTENSET: 6], [PMCR: E], spin, 'PMEVCNTR1', 'PMEVCNTR2'])
  expect { a > 0x10 && b == 0x20 }
}
test('PMCR.C sets the cycle counter to 0 and no other, PMCR.P the others', source: 'Arm DDI 0487 D8; arch/arm64/kvm/pmu-emul.c, kvm_pmu_handle_pmcr', bringup: 145) {
  def m = machine(), given = off + [[PMCCNTR: 0x1111], [PMEVCNTR0: 0x2222], [PMEVCNTR3: 0x3333]], read = ['PMCCNTR', 'PMEVCNTR0', 'PMEVCNTR3']
  expect { program(m, given + [[PMCR: C]] + read) == [0L, 0x2222L, 0x3333L] && program(m, given + [[PMCR: P]] + read) == [0x1111L, 0L, 0L] }
}
// The interrupt.
[23, 16, 40].each { irq ->
  test("an overflow that PMINTENSET has is interrupt $irq of its vCPU", source: 'devices/vcpu.rst 1.1; arch/arm64/kvm/pmu-emul.c, kvm_pmu_update_state', bringup: 145) {
    def m = machine(irq)
    [0, 1].each { v ->
      def n = irq < 32 ? irq : irq + v
      def on = three ? [[0x8000000, 0x52], n < 32 ? [redist + 0x20000 * v + 0x10100, 1L << n] : [dist + 0x104, 1L << n - 32], [dist + 0x6000 + 8 * n, v]] : [[dist, 1], [dist + 0x100 + 4 * (n >> 5), 1L << (n & 31)], [dist + 0x800 + (n & ~3), 0x01010101 << v]]
      def stores = on.findAll { it[0] != dist + 0x6000 + 8 * n || n > 31 }.findAll { it[0] != dist + 0x800 + (n & ~3) || n > 31 }.collect { a, x -> "ldr x1, =0x${Long.toHexString(a as long)}; ldr x0, =0x${Long.toHexString(x as long)}; str w0, [x1]" }.join('; ')
      def wait = 'msr daifclr, #2; mov x1, #400; 1: subs x1, x1, #1; yield; b.ne 1b; msr daifset, #2; mov x0, #0x999; str x0, [x10], #8; b 8f; .ltorg; 8: nop'
      expect { program(m, [begin, stores] + off + [[PMEVTYPER0: SW], [PMEVCNTR0: 0xffffffff], [PMCNTENSET: 1], [PMCR: E], [PMSWINC: 1], wait], v) == [0x999L] }
      expect { program(m, [[PMINTENSET: 1], wait], v) == [n as long] }
      program m, off, v
      expect { program(m, [wait], v).size() == 1 }
    }
  }
}
test('without an interrupt controller KVM_RUN returns with KVM_ARM_DEV_PMU in device_irq_level, until the guest clears it', source: 'api.rst 8.2, KVM_CAP_ARM_USER_IRQ; arch/arm64/kvm/pmu-emul.c', bringup: 145) {
  needs cap: KVM_CAP_ARM_USER_IRQ
  def m = machine(0, false), v = m.vcpu(0)
  expect { program(m, off + [[PMEVTYPER0: SW], [PMEVCNTR0: 0xffffffff], [PMCNTENSET: 1], [PMINTENSET: 1], [PMCR: E], [PMSWINC: 1]]) == [] }
  expect { v.run.s.regs.device_irq_level == 4 }
  program m, off
  expect { v.run.s.regs.device_irq_level == 0 }
}
// EL0, by PMUSERENR: EN 1, SW 2, CR 4, ER 8. What QEMU lets through without a trap, since KVM sets all of them for itself, is not here.
def user = { m, enabled, what -> m.vcpu(0).reg one('PMUSERENR'), enabled; program(m, what, 0, [pstate: 0x3c0]) }
[['PMCR', 1], ['PMCNTENSET', 1], ['PMOVSCLR', 1], ['PMCEID0', 1], ['PMEVTYPER0', 1], ['PMCCFILTR', 1], ['PMXEVTYPER', 1]].each { r, bits ->
  test("EL0 reads $r by the bits ${Integer.toHexString(bits)} of PMUSERENR, and by no other: it is undefined", source: 'Arm DDI 0487 D8, PMUSERENR_EL0; arch/arm64/kvm/sys_regs.c, check_pmu_access_disabled', bringup: 145) {
    def m = machine()
    m.vcpu(0).reg one('PMSELR'), 0
    expect { [0, 1, 2, 4, 8].collect { user(m, it, [r])[0] == UNDEFINED ? 0 : it }.sum() == bits }
  }
}
['PMCCNTR', 'PMEVCNTR0', 'PMXEVCNTR', 'PMCNTENSET', 'PMOVSSET', 'PMCR'].each { r ->
  test("EL0 writes $r by EN of PMUSERENR, and by no other bit: it is undefined", source: 'Arm DDI 0487 D8, PMUSERENR_EL0; arch/arm64/kvm/sys_regs.c, access_pmu_evcntr', bringup: 145) {
    def m = machine()
    m.vcpu(0).reg one('PMSELR'), 0
    expect { [0, 1, 2, 4, 8].collect { user(m, it, [[(r): 0]]) == [UNDEFINED] ? 0 : it }.sum() == 1 }
  }
}
test('EL0 reads PMUSERENR and cannot write it', source: 'Arm DDI 0487 D8, PMUSERENR_EL0', bringup: 145) { def m = machine(); expect { user(m, 5, ['PMUSERENR']) == [5L] && user(m, 5, [[PMUSERENR: 7]]) == [UNDEFINED] && m.vcpu(0).reg(one('PMUSERENR')) == 5 } }

// The event filter: base, number, whether it allows.
def filter = { m, base, n, action, v = m.vcpu(0) -> def b = m.allocate(8); b.write 0, [base & 0xff, base >> 8, n & 0xff, n >> 8, action, 0, 0, 0] as byte[]; v.ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_FILTER, addr: b }
def filtered = { filters -> def m = bare(false); filters.each { filter m, it[0], it[1], it[2] }; [0, 1].each { m.vcpu(it).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_INIT }; m }
def ALLOW = KVM_PMU_EVENT_ALLOW, DENY = KVM_PMU_EVENT_DENY
[['no filter', [], true], ['the event denied', [[CPU_CYCLES, 1, DENY]], false], ['another event denied', [[CPU_CYCLES + 1, 1, DENY]], true], ['a range to before it denied', [[0, CPU_CYCLES, DENY]], true], ['a range with it denied', [[0, CPU_CYCLES + 1, DENY]], false],
 ['another event allowed', [[CPU_CYCLES - 1, 1, ALLOW]], false], ['the event allowed', [[CPU_CYCLES, 1, ALLOW]], true], ['all denied and it allowed again', [[0, 0x400, DENY], [CPU_CYCLES, 1, ALLOW]], true],
 ['all allowed and it denied', [[0, 0x400, ALLOW], [CPU_CYCLES, 1, DENY]], false]].each { how, filters, counts ->
  test("with $how, CPU_CYCLES ${counts ? 'counts and is' : 'does not count and is not'} in PMCEID0", source: 'devices/vcpu.rst 1.3', bringup: 145) {
    def m = filtered(filters)
    def (id, a) = program(m, ['PMCEID0'] + off + [[PMCCFILTR: 0], [PMCCNTR: 0x1000], [PMCNTENSET: CYCLE], [PMCR: E | LC], spin, 'PMCCNTR'])
    expect { (a > 0x1000) == counts && ((id & 1L << CPU_CYCLES) != 0) == counts }
  }
}
[['behind the last event', 0xfff0, 0x11, ALLOW], ['an action that there is not', 0, 1, 2]].each { what, base, n, action -> test("a filter with $what: EINVAL", source: 'devices/vcpu.rst 1.3') { expect(errno: EINVAL) { filter bare(), base, n, action } } }
test('a filter after a vCPU has run: EBUSY', source: 'devices/vcpu.rst 1.3') {
  def m = bare(false)
  m.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_INIT
  program m, off
  expect(errno: EBUSY) { filter m, 0, 1, ALLOW, m.vcpu(1) }
}
// Attributes.
test('the interrupt of the PMU reads as it was set, once: EBUSY', source: 'devices/vcpu.rst 1.1') {
  def m = bare(), v = m.vcpu(0), get = { m.vcpu(it).ioctl(KVM_GET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_IRQ).value & 0xffffffffL }
  expect(errno: ENXIO) { get 0 }
  set v, KVM_ARM_VCPU_PMU_V3_IRQ, 21
  expect { get(0) == 21 }
  expect(errno: ENXIO) { get 1 }
  expect(errno: EBUSY) { set v, KVM_ARM_VCPU_PMU_V3_IRQ, 21 }
  expect(errno: EINVAL) { set m.vcpu(1), KVM_ARM_VCPU_PMU_V3_IRQ, 22 }
  set m.vcpu(1), KVM_ARM_VCPU_PMU_V3_IRQ, 21
  expect { get(1) == 21 }
}
test('an SPI of the PMU is of one vCPU: EINVAL for the second', source: 'devices/vcpu.rst 1.1') { def m = bare(); set m.vcpu(0), KVM_ARM_VCPU_PMU_V3_IRQ, 40; expect(errno: EINVAL) { set m.vcpu(1), KVM_ARM_VCPU_PMU_V3_IRQ, 40 } }
[0, 15, 1020].each { irq -> test("interrupt $irq of the PMU: EINVAL", source: 'devices/vcpu.rst 1.1') { expect(errno: EINVAL) { set bare().vcpu(0), KVM_ARM_VCPU_PMU_V3_IRQ, irq } } }
test('an interrupt without an interrupt controller: EINVAL', source: 'devices/vcpu.rst 1.1') { expect(errno: EINVAL) { set bare(false).vcpu(0), KVM_ARM_VCPU_PMU_V3_IRQ, 23 } }
test('INIT before the interrupt controller is complete: ENODEV', source: 'devices/vcpu.rst 1.2') { expect(errno: ENODEV) { bare('incomplete').vcpu(0).ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_INIT } }
test('INIT without an interrupt: ENXIO; twice: EBUSY', source: 'devices/vcpu.rst 1.2') {
  def m = bare(), v = m.vcpu(0), init = { v.ioctl KVM_SET_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_INIT }
  expect(errno: ENXIO) { init() }
  set v, KVM_ARM_VCPU_PMU_V3_IRQ, 23
  init()
  expect(errno: EBUSY) { init() }
}
test('a vCPU whose PMU is not complete does not run: EINVAL', source: 'devices/vcpu.rst 1.2') { expect(errno: EINVAL) { bare(false).vcpu(0).ioctl KVM_RUN } }
test('KVM_ARM_VCPU_PMU_V3_CTRL of a vCPU without the feature: ENODEV, and KVM_HAS_DEVICE_ATTR gives ENXIO', source: 'devices/vcpu.rst 1') {
  def v = bare(true, ['PSCI_0_2']).vcpu(0)
  expect(errno: ENODEV) { set v, KVM_ARM_VCPU_PMU_V3_IRQ, 23 }
  expect(errno: ENXIO) { v.ioctl KVM_HAS_DEVICE_ATTR, group: CTRL, attr: KVM_ARM_VCPU_PMU_V3_IRQ }
  expect { program(bare(true, ['PSCI_0_2']), ['PMCR'])[0] == UNDEFINED }
}
test('KVM_HAS_DEVICE_ATTR has the four attributes and no fifth', source: 'devices/vcpu.rst 1', bringup: 145) {
  def v = bare().vcpu(0)
  expect { (0..3).every { v.ioctl(KVM_HAS_DEVICE_ATTR, group: CTRL, attr: it) == 0 } }
  expect(errno: ENXIO) { v.ioctl KVM_HAS_DEVICE_ATTR, group: CTRL, attr: 9 }
}
test('a PMU of the host that there is not: ENXIO', source: 'devices/vcpu.rst 1.4') { expect(errno: ENXIO) { set bare().vcpu(0), KVM_ARM_VCPU_PMU_V3_SET_PMU, 9999 } }
test('a move carries the registers of the PMU', source: 'api.rst 4.68, 4.69', bringup: 160) {
  def m = machine(), all = { [0, 1].collect { v -> rows.keySet().collect { m.vcpu(v).reg one(it) } } }
  [0, 1].each { v -> rows.each { r, x -> m.vcpu(v).reg one(r), x[v] } }
  def before = all()
  expect { m.moved().done && all() == before }
}
