// The state of a GICv2: each register of the distributor and of each vCPU's interface is set by its device attribute and read by the guest, and set by the
// guest and read by its attribute; each vCPU has its own bank; a snapshot and a move preserve the state.
//   kvmsh -b qemu:arm64 scripts/suite/arm/vgic-v2-state.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64 --filter 'GICD*'

needs boards: 'arm64', device: 'KVM_DEV_TYPE_ARM_VGIC_V2'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = at + 0x10000
def dist = 0x8000000, cpu = 0x8010000
def code = asm(arm64, at: at, '''
  ldr w0, [x1]; str w0, [x4]; str w2, [x1]; dsb sy; ldr w0, [x1]; str w0, [x4, #8]; str w0, [x5]; b .
''').bytes
def machine = {
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd)
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST, value: dist
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_CPU, value: cpu
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, attr: 0, value: 96
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT
  [m, d]
}
def set = { d, group, vcpu, offset, value -> d.ioctl KVM_SET_DEVICE_ATTR, group: group, attr: ((vcpu as long) << 32) | offset, value: value }
def get = { d, group, vcpu, offset -> d.ioctl(KVM_GET_DEVICE_ATTR, group: group, attr: ((vcpu as long) << 32) | offset).value & 0xffffffffL }
def D = KVM_DEV_ARM_VGIC_GRP_DIST_REGS, C = KVM_DEV_ARM_VGIC_GRP_CPU_REGS
// The guest on a vCPU reads a register, writes a value and reads it again: both.
def guest = { m, vcpu, address, value ->
  m.vcpu(vcpu).reg 'x1', address
  m.vcpu(vcpu).reg 'x2', value
  m.vcpu(vcpu).reg 'x4', there
  m.vcpu(vcpu).reg 'x5', door
  m.vcpu(vcpu).reg 'pc', at
  m.run until: mmio, vcpu: vcpu, within: 20.s
  [m.mem(there, 4).u32(0), m.mem(there + 8, 4).u32(0)]
}

// Name, group, offset, what the attribute sets, what both read then, what the guest writes, what both read then, whether a vCPU has its own.
def rows = [
  ['GICD_CTLR',          D, 0x000, 1, 1, 0, 0, false],
  ['GICD_IGROUPR0',      D, 0x080, 0x12345678, 0x12345678, 0x87654321, 0x87654321, true],
  ['GICD_IGROUPR1',      D, 0x084, 0x12345678, 0x12345678, 0x87654321, 0x87654321, false],
  ['GICD_IGROUPR2',      D, 0x088, 0x23456789, 0x23456789, 0x98765432, 0x98765432, false],
  ['GICD_ISENABLER0',    D, 0x100, 0x0a0b0000, 0x0a0bffff, 0x50040000, 0x5a0fffff, true],
  ['GICD_ISENABLER1',    D, 0x104, 0x12345678, 0x12345678, 0x81000000, 0x93345678, false],
  ['GICD_ISENABLER2',    D, 0x108, 0x0a0b0c0d, 0x0a0b0c0d, 0x50000000, 0x5a0b0c0d, false],
  ['GICD_ISPENDR0',      D, 0x200, 0x020b0000, 0x020b0000, 0x10040000, 0x120f0000, true],
  ['GICD_ISPENDR1',      D, 0x204, 0x12345678, 0x12345678, 0x81000000, 0x93345678, false],
  ['GICD_ISPENDR2',      D, 0x208, 0x0a0b0c0d, 0x0a0b0c0d, 0x50000000, 0x5a0b0c0d, false],
  ['GICD_ISACTIVER0',    D, 0x300, 0x0a0b0005, 0x0a0b0005, 0x50040000, 0x5a0f0005, true],
  ['GICD_ISACTIVER1',    D, 0x304, 0x12345678, 0x12345678, 0x81000000, 0x93345678, false],
  ['GICD_ISACTIVER2',    D, 0x308, 0x0a0b0c0d, 0x0a0b0c0d, 0x50000000, 0x5a0b0c0d, false],
  ['GICD_ICFGR2',        D, 0xc08, 0xa8a88080, 0xa8a88080, 0x22080a02, 0x22080a02, false],
  ['GICD_ICFGR5',        D, 0xc14, 0x0aa80280, 0x0aa80280, 0x88080a0a, 0x88080a0a, false],
  ['GICD_SPENDSGIR0',    D, 0xf20, 0x01020003, 0x01020003, 0x02000100, 0x03020103, true],
  ['GICD_SPENDSGIR3',    D, 0xf2c, 0x01020003, 0x01020003, 0x02000100, 0x03020103, true],
] + // A priority has five bits.
    (0..23).collect { n -> ["GICD_IPRIORITYR$n", D, 0x400 + 4 * n, 0x1727c7ff - 0x08000000 * (n & 1), 0x1020c0f8 - 0x08000000 * (n & 1), 0x974f351b, 0x90483018, n < 8] } +
    (8..23).collect { n -> ["GICD_ITARGETSR$n", D, 0x800 + 4 * n, 0x01020302, 0x01020302, 0x02010103, 0x02010103, false] }
rows = rows.collect { [it[0].toString()] + it.drop(1) }

def fresh = { ->
  def (m, d) = machine()
  set d, D, 0, 8, get(d, D, 0, 8)        // GICD_IIDR: from then on user space may write groups
  [m, d]
}
rows.each { name, group, offset, a, ra, b, rb, banked ->
  test("$name: the guest reads what KVM_SET_DEVICE_ATTR wrote", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    def other = get(d, group, 1, offset)
    set d, group, 0, offset, a
    expect { get(d, group, 0, offset) == ra }
    expect { get(d, group, 1, offset) == (banked ? other : ra) }
    expect { guest(m, 0, dist + offset, 0)[0] == ra }
  }
  test("$name: KVM_GET_DEVICE_ATTR reads what the guest wrote", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    def other = get(d, group, 1, offset)
    set d, group, 0, offset, a
    expect { guest(m, 0, dist + offset, b)[1] == rb }
    expect { get(d, group, 0, offset) == rb }
    expect { get(d, group, 1, offset) == (banked ? other : rb) }
  }
  if (banked) test("$name of vCPU 1: its own guest reads it, and vCPU 0's does not", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    def own = get(d, group, 0, offset)
    set d, group, 1, offset, a
    expect { get(d, group, 1, offset) == ra && get(d, group, 0, offset) == own }
    expect { guest(m, 1, dist + offset, 0)[0] == ra }
    expect { guest(m, 0, dist + offset, 0)[0] == own }
  }
}
// Writing ones clears; the value is read back in the register that sets.
[['GICD_ICENABLER', 0x100, 0x180, 0], ['GICD_ICENABLER', 0x104, 0x184, 1], ['GICD_ICENABLER', 0x108, 0x188, 2], ['GICD_ICPENDR', 0x200, 0x280, 0], ['GICD_ICPENDR', 0x204, 0x284, 1],
 ['GICD_ICPENDR', 0x208, 0x288, 2], ['GICD_ICACTIVER', 0x300, 0x380, 0], ['GICD_ICACTIVER', 0x304, 0x384, 1], ['GICD_ICACTIVER', 0x308, 0x388, 2]].each { name, sets, clears, n ->
  test("$name$n: user space clears what its ones name, and the guest too", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    set d, D, 0, sets, 0x070f0000
    set d, D, 0, clears, 0x05050000
    def sgis = name == 'GICD_ICENABLER' && n == 0 ? 0xffff : 0
    expect { get(d, D, 0, sets) == (0x020a0000 | sgis) && get(d, D, 0, clears) == (0x020a0000 | sgis) }
    expect { guest(m, 0, dist + clears, 0x02080000) == [0x020a0000 | sgis, 0x00020000 | sgis] }
    expect { get(d, D, 0, sets) == (0x00020000 | sgis) }
  }
}
[['GICD_CPENDSGIR0', 0xf20, 0xf10], ['GICD_CPENDSGIR1', 0xf24, 0xf14], ['GICD_CPENDSGIR3', 0xf2c, 0xf1c]].each { name, sets, clears ->
  test("$name: clears the sources that its ones name", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    set d, D, 0, sets, 0x03010203
    set d, D, 0, clears, 0x01000001
    expect { get(d, D, 0, sets) == 0x02010202 && get(d, D, 0, clears) == 0x02010202 }
    expect { guest(m, 0, dist + clears, 0x02000200) == [0x02010202, 0x00010002] }
  }
}
test('GICD_ICFGR0 and 1 of SGIs and PPIs cannot be changed', source: 'devices/arm-vgic.rst') {
  def (m, d) = fresh()
  def own = [get(d, D, 0, 0xc00), get(d, D, 0, 0xc04)]
  set d, D, 0, 0xc00, 0x0a0a0a0a ^ own[0]
  set d, D, 0, 0xc04, 0x0a0a0a0a ^ own[1]
  expect { [get(d, D, 0, 0xc00), get(d, D, 0, 0xc04)] == own }
  expect { guest(m, 0, dist + 0xc00, 0x0a0a0a0a ^ own[0]) == [own[0], own[0]] && guest(m, 0, dist + 0xc04, 0x0a0a0a0a ^ own[1]) == [own[1], own[1]] }
}
test('GICD_TYPER has the number of interrupts and of vCPUs', source: 'devices/arm-vgic.rst') {
  def (m, d) = machine()
  expect { get(d, D, 0, 4) == (2 | 1 << 5) }
  expect { guest(m, 0, dist + 4, 0xffff)[1] == (2 | 1 << 5) }
}
test('GICD_IIDR: the guest reads it, another implementer is refused: EINVAL, the revision may be 2 or 3', source: 'devices/arm-vgic.rst') {
  def (m, d) = machine()
  def own = get(d, D, 0, 8)
  expect { (own & 0xfff) == 0x43b && guest(m, 0, dist + 8, 0)[1] == own }
  expect(errno: EINVAL) { set d, D, 0, 8, own ^ 1 }
  expect(errno: EINVAL) { set d, D, 0, 8, own & ~0xf000 | 0x1000 }
  set d, D, 0, 8, own & ~0xf000 | 0x2000
  expect { get(d, D, 0, 8) == (own & ~0xf000 | 0x2000) }
  expect { guest(m, 0, dist + 8, 0)[0] == (own & ~0xf000 | 0x2000) }
}
test('GICD_ITARGETSR0 to 7 name the vCPU that reads them', source: 'devices/arm-vgic.rst') {
  def (m, d) = machine()
  expect { (0..7).every { get(d, D, 0, 0x800 + 4 * it) == 0x01010101 && get(d, D, 1, 0x800 + 4 * it) == 0x02020202 } }
  expect { guest(m, 0, dist + 0x800, 0xffffffff)[1] == 0x01010101 && guest(m, 1, dist + 0x81c, 0)[1] == 0x02020202 }
}

// The CPU interface: attribute and guest have the same number, but for GICC_PMR, of which the attribute has the upper five bits.
def cpuRows = [
  ['GICC_CTLR', 0x00, 0x01, 0x01, 0x1f, 0x1f], ['GICC_CTLR with EOImode', 0x00, 0x203, 0x203, 0x11, 0x11], ['GICC_PMR', 0x04, 0x1d, 0xe8, 0x50, 0x0a],
  ['GICC_BPR', 0x08, 4, 4, 6, 6], ['GICC_ABPR', 0x1c, 5, 5, 7, 7], ['GICC_APR0', 0xd0, 0x10, 0x10, 0x81, 0x81],
]
cpuRows.each { name, offset, a, guestA, b, attrB ->
  test("$name: the guest reads what KVM_SET_DEVICE_ATTR wrote", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    def other = get(d, C, 1, offset)
    set d, C, 0, offset, a
    expect { get(d, C, 0, offset) == a && get(d, C, 1, offset) == other }
    expect { guest(m, 0, cpu + offset, b)[0] == guestA }
    expect { get(d, C, 1, offset) == other }
  }
  test("$name: KVM_GET_DEVICE_ATTR reads what the guest wrote", source: 'devices/arm-vgic.rst') {
    def (m, d) = fresh()
    def own = get(d, C, 0, offset)
    set d, C, 1, offset, a
    expect { guest(m, 1, cpu + offset, b)[1] == b }
    expect { get(d, C, 1, offset) == attrB && get(d, C, 0, offset) == own }
  }
}
test('GICC_IIDR is a GICv2 of Arm, for the guest as for user space', source: 'devices/arm-vgic.rst') {
  def (m, d) = machine()
  expect { (get(d, C, 0, 0xfc) & 0xf0fff) == 0x2043b && (guest(m, 0, cpu + 0xfc, 0)[0] & 0xf0fff) == 0x2043b }
}

def whole = { d -> rows.collectEntries { [it[0], [get(d, it[1], 0, it[2]), get(d, it[1], 1, it[2])]] } + cpuRows.collectEntries { [it[0], [get(d, C, 0, it[1]), get(d, C, 1, it[1])]] } }
def fill = { d, salt ->
  rows.each { name, group, offset, a, ra, b, rb, banked -> set d, group, salt, offset, a; if (banked) set d, group, 1 - salt, offset, b }
  cpuRows.each { name, offset, a, guestA, b, attrB -> set d, C, salt, offset, a; set d, C, 1 - salt, offset, attrB }
}
test('a snapshot brings every register of the GIC back', source: 'devices/arm-vgic.rst', bringup: 150) {
  def (m, d) = fresh()
  fill d, 0
  def before = whole(d), saved = m.snapshot()
  fill d, 1
  rows.findAll { !it[7] }.each { set d, it[1], 0, it[2], it[5] }
  expect { whole(d) != before }
  m.restore saved
  def now = whole(d)
  expect { before.findAll { k, x -> now[k] != x } == [:] }
}
test('a move carries every register of the GIC', source: 'devices/arm-vgic.rst', bringup: 160) {
  def (m, d) = fresh()
  fill d, 0
  def before = whole(d), move = m.moved()
  expect { move.done && move.differences.empty }
}
// What user space may not name. (An offset without a register reads as zero and ignores writes; only KVM_HAS_DEVICE_ATTR refuses it.)
[['a vCPU that is not there', D, 7L << 32, EINVAL], ['a group that is not there', 99, 0, ENXIO]].each { name, group, attr, errno ->
  ['KVM_GET_DEVICE_ATTR', 'KVM_SET_DEVICE_ATTR'].each { call ->
    test("$name: $call gives $errno", source: 'devices/arm-vgic.rst') {
      def (m, d) = machine()
      expect(errno: errno) { d.ioctl call, group: group, attr: attr, value: 0 }
    }
  }
}
[['a vCPU that is not there', D, 7L << 32, EINVAL], ['a group that is not there', 99, 0, ENXIO], ['an offset past the distributor', D, 0x1000, ENXIO], ['an offset that is no multiple of 4', D, 0x82, ENXIO],
 ['an offset between two registers', D, 0xc0 + 0x1000, ENXIO], ['an offset past the CPU interface', C, 0x2000, ENXIO], ['GICC_IAR, which reading would change', C, 0xc, ENXIO],
 ['GICC_EOIR', C, 0x10, ENXIO], ['GICC_DIR', C, 0x1000, ENXIO]].each { name, group, attr, errno ->
  test("$name: KVM_HAS_DEVICE_ATTR gives $errno", source: 'devices/arm-vgic.rst') {
    def (m, d) = machine()
    expect(errno: errno) { d.ioctl KVM_HAS_DEVICE_ATTR, group: group, attr: attr }
  }
}
test('KVM_HAS_DEVICE_ATTR has every register that is read and set here', source: 'devices/arm-vgic.rst') {
  def (m, d) = machine()
  expect { rows.findAll { r -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: r[1], attr: r[2] } != null } == [] }
  expect { cpuRows.findAll { r -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: C, attr: r[1] } != null } == [] }
}
[['GRP_ADDR of the distributor', KVM_DEV_ARM_VGIC_GRP_ADDR, KVM_VGIC_V2_ADDR_TYPE_DIST, 0x8000000], ['GRP_ADDR of the CPU interface', KVM_DEV_ARM_VGIC_GRP_ADDR, KVM_VGIC_V2_ADDR_TYPE_CPU, 0x8010000],
 ['GRP_NR_IRQS', KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, 96]].each { name, group, attr, value ->
  test("$name reads as it was set", source: 'devices/arm-vgic.rst') {
    def (m, d) = machine()
    expect { d.ioctl(KVM_GET_DEVICE_ATTR, group: group, attr: attr).value == value }
    expect { d.ioctl(KVM_HAS_DEVICE_ATTR, group: group, attr: attr) == 0 }
  }
}
