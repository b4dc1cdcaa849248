// The state of a GICv3: each register of the distributor, the redistributors and the CPU interfaces is set by its device attribute and read by the guest (MMIO,
// mrs), and set by the guest and read by its attribute; each vCPU has its own bank; a snapshot and a move preserve the state.
//   kvmsh -b qemu:arm64-gicv3 scripts/suite/arm/vgic-v3-state.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter 'ICC_*'

needs boards: 'arm64', device: 'KVM_DEV_TYPE_ARM_VGIC_V3'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = at + 0x10000
def dist = 0x8000000, redist = 0x80a0000
def D = KVM_DEV_ARM_VGIC_GRP_DIST_REGS, R = KVM_DEV_ARM_VGIC_GRP_REDIST_REGS, S = KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS, L = KVM_DEV_ARM_VGIC_GRP_LEVEL_INFO
def sysreg = { name, crn, crm, op2 -> 3 << 14 | 0 << 11 | crn << 7 | crm << 3 | op2 }
// What the attribute sets, what both read then, what the guest writes, what both read then.
def cpuRows = [
  ['ICC_PMR_EL1',     4,  6, 0, 0xe8, 0xe8, 0x50, 0x50],
  ['ICC_BPR0_EL1',   12,  8, 3, 4, 4, 6, 6],
  ['ICC_BPR1_EL1',   12, 12, 3, 5, 5, 7, 7],
  ['ICC_IGRPEN0_EL1', 12, 12, 6, 1, 1, 0, 0],
  ['ICC_IGRPEN1_EL1', 12, 12, 7, 1, 1, 0, 0],
  ['ICC_AP0R0_EL1',  12,  8, 4, 0x10, 0x10, 0x8, 0x8],
  ['ICC_AP1R0_EL1',  12,  9, 0, 0x10, 0x10, 0x8, 0x8],
]
def pieces = cpuRows.collect { n, crn, crm, op2, a, ra, b, rb -> "S3_0_C${crn}_C${crm}_$op2" } + ['S3_0_C12_C12_4']
def code = asm(arm64, at: at, 'ldr w0, [x1]; str w0, [x4]; str w2, [x1]; dsb sy; ldr w0, [x1]; str w0, [x4, #8]; str w0, [x5]; b .; ' +
  pieces.collect { "mrs x0, $it; str x0, [x4]; msr $it, x2; isb; mrs x0, $it; str x0, [x4, #8]; str x0, [x5]; b ." }.join('; ')).bytes
def machine = {
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3).fd)
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_DIST, value: dist
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_REDIST, value: redist
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, attr: 0, value: 96
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT
  [m, d]
}
def set = { d, group, vcpu, offset, value -> d.ioctl KVM_SET_DEVICE_ATTR, group: group, attr: ((vcpu as long) << 32) | offset, value: value }
def get = { d, group, vcpu, offset ->
  def value = d.ioctl(KVM_GET_DEVICE_ATTR, group: group, attr: ((vcpu as long) << 32) | offset).value
  group == S ? value : value & 0xffffffffL
}
def guest = { m, vcpu, address, value, piece = -1 ->
  m.vcpu(vcpu).reg 'x1', address
  m.vcpu(vcpu).reg 'x2', value
  m.vcpu(vcpu).reg 'x4', there
  m.vcpu(vcpu).reg 'x5', door
  m.vcpu(vcpu).reg 'pc', at + 32 * (piece + 1)
  m.run until: mmio, vcpu: vcpu, within: 20.s
  [m.mem(there, 8).u64(0), m.mem(there + 8, 8).u64(0)]
}
def place = { group, vcpu, offset -> group == D ? dist + offset : redist + 0x20000 * vcpu + offset }

// All vCPUs have the same GICR_PROPBASER (0x70), as all have the same GICD registers.
// Name, group, offset, what the attribute sets, what both read then, what the guest writes, what both read then.
def rows = [
  ['GICD_CTLR',       D, 0x0000, 0x52, 0x52, 0x50, 0x50],
  ['GICD_IGROUPR1',   D, 0x0084, 0x12345678, 0x12345678, 0x87654321, 0x87654321],
  ['GICD_IGROUPR2',   D, 0x0088, 0x23456789, 0x23456789, 0x98765432, 0x98765432],
  ['GICD_ISENABLER1', D, 0x0104, 0x12345678, 0x12345678, 0x81000000, 0x93345678],
  ['GICD_ISENABLER2', D, 0x0108, 0x0a0b0c0d, 0x0a0b0c0d, 0x50000000, 0x5a0b0c0d],
  ['GICD_ISPENDR1',   D, 0x0204, 0x12345678, 0x12345678, 0x81000000, 0x93345678],
  ['GICD_ISPENDR2',   D, 0x0208, 0x0a0b0c0d, 0x0a0b0c0d, 0x50000000, 0x5a0b0c0d],
  ['GICD_ISACTIVER1', D, 0x0304, 0x12345678, 0x12345678, 0x81000000, 0x93345678],
  ['GICD_ISACTIVER2', D, 0x0308, 0x0a0b0c0d, 0x0a0b0c0d, 0x50000000, 0x5a0b0c0d],
  ['GICD_ICFGR2',     D, 0x0c08, 0xa8a88080, 0xa8a88080, 0x22080a02, 0x22080a02],
  ['GICD_ICFGR5',     D, 0x0c14, 0x0aa80280, 0x0aa80280, 0x88080a0a, 0x88080a0a],
  ['GICD_IROUTER32',  D, 0x6100, 0x00000001, 0x00000001, 0x00020100, 0x00020100],
  ['GICD_IROUTER47',  D, 0x6178, 0x00000001, 0x00000001, 0x00020100, 0x00020100],
  ['GICD_IROUTER95',  D, 0x62f8, 0x00000001, 0x00000001, 0x00020100, 0x00020100],
  ['GICR_PROPBASER, low half', R, 0x70, 0x4120078f, 0x4120078f, 0x4341078e, 0x4341078e],
  ['GICR_PENDBASER, low half', R, 0x78, 0x41210780, 0x41210780, 0x43420780, 0x43420780],
  ['GICR_IGROUPR0',   R, 0x10080, 0x12345678, 0x12345678, 0x87654321, 0x87654321],
  ['GICR_ISENABLER0', R, 0x10100, 0x0a0b0000, 0x0a0bffff, 0x50040000, 0x5a0fffff],
  ['GICR_ISPENDR0',   R, 0x10200, 0x020b0005, 0x020b0005, 0x10040008, 0x120f000d],
  ['GICR_ISACTIVER0', R, 0x10300, 0x0a0b0005, 0x0a0b0005, 0x50040000, 0x5a0f0005],
] + // A priority has five bits.
    (8..23).collect { n -> ["GICD_IPRIORITYR$n", D, 0x400 + 4 * n, 0x1727c7ff, 0x1020c0f8, 0x974f351b, 0x90483018] } +
    (0..7).collect { n -> ["GICR_IPRIORITYR$n", R, 0x10400 + 4 * n, 0x1727c7ff, 0x1020c0f8, 0x974f351b, 0x90483018] }
rows = rows.collect { [it[0].toString()] + it.drop(1) }

rows.each { name, group, offset, a, ra, b, rb ->
  test("$name: the guest reads what KVM_SET_DEVICE_ATTR wrote, on its own vCPU", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    def other = get(d, group, 0, offset)
    set d, group, 1, offset, a
    expect { get(d, group, 1, offset) == ra && get(d, group, 0, offset) == (group == R && offset != 0x70 ? other : ra) }
    expect { guest(m, 1, place(group, 1, offset), b)[0] == ra }
  }
  test("$name: KVM_GET_DEVICE_ATTR reads what the guest wrote", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    def other = get(d, group, 1, offset)
    set d, group, 0, offset, a
    expect { guest(m, 0, place(group, 0, offset), b)[1] == rb }
    expect { get(d, group, 0, offset) == rb && get(d, group, 1, offset) == (group == R && offset != 0x70 ? other : rb) }
  }
}
// Writing ones clears; what is left is read in the register that sets.
[['GICD_ICENABLER1', D, 0x104, 0x184], ['GICD_ICENABLER2', D, 0x108, 0x188], ['GICD_ICACTIVER1', D, 0x304, 0x384], ['GICD_ICACTIVER2', D, 0x308, 0x388],
 ['GICR_ICENABLER0', R, 0x10100, 0x10180], ['GICR_ICACTIVER0', R, 0x10300, 0x10380]].each { name, group, sets, clears ->
  test("$name: user space clears what its ones name, and the guest too", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    def sgis = name == 'GICR_ICENABLER0' ? 0xffff : 0
    set d, group, 0, sets, 0x070f0000
    set d, group, 0, clears, 0x05050000
    expect { get(d, group, 0, sets) == (0x020a0000 | sgis) && get(d, group, 0, clears) == (0x020a0000 | sgis) }
    expect { guest(m, 0, place(group, 0, clears), 0x02080000) == [0x020a0000 | sgis, 0x00020000 | sgis] }
    expect { get(d, group, 0, sets) == (0x00020000 | sgis) }
  }
}
[['GICD_ICPENDR1', D, 0x204, 0x284], ['GICD_ICPENDR2', D, 0x208, 0x288], ['GICR_ICPENDR0', R, 0x10200, 0x10280]].each { name, group, sets, clears ->
  test("$name: the guest clears, and user space reads zero and writes nothing: it sets ISPENDR as a whole", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    set d, group, 0, sets, 0x070f0000
    set d, group, 0, clears, 0x05050000
    expect { get(d, group, 0, sets) == 0x070f0000 && get(d, group, 0, clears) == 0 }
    expect { guest(m, 0, place(group, 0, clears), 0x02080000) == [0x070f0000, 0x05070000] }
    set d, group, 0, sets, 0x01010000
    expect { get(d, group, 0, sets) == 0x01010000 }
  }
}
cpuRows.eachWithIndex { row, i ->
  def (name, crn, crm, op2, a, ra, b, rb) = row
  def one = sysreg(name, crn, crm, op2)
  test("$name: the guest reads what KVM_SET_DEVICE_ATTR wrote, on its own vCPU", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    def other = get(d, S, 0, one)
    set d, S, 1, one, a
    expect { get(d, S, 1, one) == ra && get(d, S, 0, one) == other }
    expect { guest(m, 1, 0, b, i)[0] == ra }
  }
  test("$name: KVM_GET_DEVICE_ATTR reads what the guest wrote", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    def other = get(d, S, 1, one)
    set d, S, 0, one, a
    expect { guest(m, 0, 0, b, i)[1] == rb }
    expect { get(d, S, 0, one) == rb && get(d, S, 1, one) == other }
  }
}
def CTLR = sysreg('ICC_CTLR_EL1', 12, 12, 4), SRE = sysreg('ICC_SRE_EL1', 12, 12, 5)
test('ICC_CTLR_EL1: CBPR and EOImode both ways, and the width of priorities, which may not grow: EINVAL', source: 'devices/arm-vgic-v3.rst') {
  def (m, d) = machine()
  def own = get(d, S, 0, CTLR)
  set d, S, 0, CTLR, own | 2
  expect { get(d, S, 0, CTLR) == (own | 2) && get(d, S, 1, CTLR) == own }
  def (first, then) = guest(m, 0, 0, 1, cpuRows.size())
  expect { (first & 3) == 2 && (then & 3) == 1 && (first & 0x700) == (own & 0x700) }
  expect { get(d, S, 0, CTLR) == (own & ~3 | 1) }
  expect(errno: EINVAL) { set d, S, 0, CTLR, own | 0x700 }
  expect(errno: EINVAL) { set d, S, 0, CTLR, own ^ 0x4000 }
}
test('ICC_SRE_EL1 has the system registers on, and cannot be without: EINVAL', source: 'devices/arm-vgic-v3.rst') {
  def (m, d) = machine()
  expect { (get(d, S, 0, SRE) & 1) == 1 }
  set d, S, 0, SRE, get(d, S, 0, SRE)
  expect(errno: EINVAL) { set d, S, 0, SRE, 0 }
}
[['GICD_TYPER', D, 4, { (it & 0x1f) == 2 }], ['GICD_IIDR', D, 8, { (it & 0xfff) == 0x43b }], ['GICD_PIDR2', D, 0xffe8, { (it & 0xf0) == 0x30 }], ['GICR_IIDR', R, 4, { (it & 0xfff) == 0x43b }],
 ['GICR_PIDR2', R, 0xffe8, { (it & 0xf0) == 0x30 }], ['GICR_TYPER, low half', R, 8, { (it & 0xffff10) == 0 }], ['GICR_TYPER, high half', R, 0xc, { it == 0 }]].each { name, group, offset, right ->
  test("$name cannot be written by the guest", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    def own = get(d, group, 0, offset)
    expect { right(own) }
    expect { guest(m, 0, place(group, 0, offset), own ^ 0xffff) == [own, own] && get(d, group, 0, offset) == own }
  }
}
test('GICR_TYPER has the number and the affinity of its vCPU, and Last in the last one', source: 'devices/arm-vgic-v3.rst') {
  def (m, d) = machine()
  expect { (get(d, R, 0, 8) & 0xffff10) == 0 && (get(d, R, 1, 8) & 0xffff10) == 0x110 }
  expect { get(d, R, 0, 0xc) == 0 && get(d, R, 1, 0xc) == 1 }
  expect { guest(m, 0, redist + 0x20008, 0)[0] == get(d, R, 1, 8) && guest(m, 0, redist + 0x2000c, 0)[0] == 1 }
}
test('GICD_IIDR: another implementer is refused: EINVAL; the revision may be 2 or 3', source: 'devices/arm-vgic-v3.rst') {
  def (m, d) = machine()
  def own = get(d, D, 0, 8)
  expect(errno: EINVAL) { set d, D, 0, 8, own ^ 1 }
  expect(errno: EINVAL) { set d, D, 0, 8, own & ~0xf000 | 0x1000 }
  set d, D, 0, 8, own & ~0xf000 | 0x2000
  expect { get(d, D, 0, 8) == (own & ~0xf000 | 0x2000) && guest(m, 0, dist + 8, 0)[0] == (own & ~0xf000 | 0x2000) }
}
test('GRP_LEVEL_INFO has the lines that KVM_IRQ_LINE raised, and sets them', source: 'devices/arm-vgic-v3.rst') {
  def (m, d) = machine()
  [0xc08, 0xc0c, 0xc10, 0xc14].each { set d, D, 0, it, 0 }        // level-sensitive
  [33, 40, 63].each { m.irq spi: it }
  expect { get(d, L, 0, 32) == 0x80000102 && get(d, L, 0, 64) == 0 }
  m.irq spi: 40, level: 0
  expect { get(d, L, 0, 32) == 0x80000002 }
  set d, L, 0, 64, 0x10000008
  expect { get(d, L, 0, 64) == 0x10000008 && guest(m, 0, dist + 0x208, 0)[0] == 0x10000008 }
  expect(errno: EINVAL) { get d, L, 0, 33 }
}
def whole = { d -> rows.collectEntries { [it[0], [get(d, it[1], 0, it[2]), get(d, it[1], 1, it[2])]] } + cpuRows.collectEntries { r -> def one = sysreg(*r[0..3]); [r[0], [get(d, S, 0, one), get(d, S, 1, one)]] } }
def fill = { d, salt ->
  rows.each { name, group, offset, a, ra, b, rb -> set d, group, salt, offset, a; if (group == R) set d, group, 1 - salt, offset, b }
  cpuRows.each { r -> def one = sysreg(*r[0..3]); set d, S, salt, one, r[4]; set d, S, 1 - salt, one, r[6] }
}
test('a snapshot brings every register of the GIC back', source: 'devices/arm-vgic-v3.rst', bringup: 150) {
  def (m, d) = machine()
  fill d, 0
  def before = whole(d), saved = m.snapshot()
  fill d, 1
  rows.findAll { it[1] == D }.each { set d, D, 0, it[2], it[5] }
  expect { whole(d) != before }
  m.restore saved
  def now = whole(d)
  expect { before.findAll { k, x -> now[k] != x } == [:] }
}
test('a move carries every register of the GIC', source: 'devices/arm-vgic-v3.rst', bringup: 160) {
  def (m, d) = machine()
  fill d, 0
  def move = m.moved()
  expect { move.done && move.differences.empty }
}
// The document has ENXIO for a system register that the interface lacks; Linux answers so to KVM_HAS_DEVICE_ATTR, and with ENOENT to the others.
[['a vCPU that is not there', R, 7L << 32, EINVAL, EINVAL], ['a group that is not there', 99, 0, ENXIO, ENXIO],
 ['a system register that the interface lacks', S, 3 << 14 | 4 << 7 | 7 << 3, ENOENT, ENXIO]].each { name, group, attr, errno, has ->
  [KVM_GET_DEVICE_ATTR: errno, KVM_SET_DEVICE_ATTR: errno, KVM_HAS_DEVICE_ATTR: has].each { call, answer ->
    test("$name: $call gives $answer", source: 'devices/arm-vgic-v3.rst') {
      def (m, d) = machine()
      expect(errno: answer) { d.ioctl call, group: group, attr: attr, value: 0 }
    }
  }
}
test('KVM_HAS_DEVICE_ATTR has every register that is read and set here', source: 'devices/arm-vgic-v3.rst') {
  def (m, d) = machine()
  expect { rows.findAll { r -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: r[1], attr: r[2] } != null } == [] }
  expect { cpuRows.findAll { r -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: S, attr: sysreg(*r[0..3]) } != null } == [] }
}
[['the distributor', KVM_DEV_ARM_VGIC_GRP_ADDR, KVM_VGIC_V3_ADDR_TYPE_DIST, 0x8000000], ['the redistributors', KVM_DEV_ARM_VGIC_GRP_ADDR, KVM_VGIC_V3_ADDR_TYPE_REDIST, 0x80a0000],
 ['the number of interrupts', KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, 96]].each { name, group, attr, value ->
  test("$name, an attribute of the device, reads as it was set", source: 'devices/arm-vgic-v3.rst') {
    def (m, d) = machine()
    expect { d.ioctl(KVM_GET_DEVICE_ATTR, group: group, attr: attr).value == value && d.ioctl(KVM_HAS_DEVICE_ATTR, group: group, attr: attr) == 0 }
  }
}
test('redistributors in regions read as they were set, by their index', source: 'devices/arm-vgic-v3.rst') {
  def m = vm { vcpu(0) { start at }; vcpu(1) { start at } }
  def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3).fd)
  def region = { index, base, count -> (count as long) << 52 | base | index }
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION, value: region(0, 0x80a0000, 1)
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION, value: region(1, 0x9000000, 2)
  def read = { d.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION, value: it).value }
  expect { read(0) == region(0, 0x80a0000, 1) && read(1) == region(1, 0x9000000, 2) }
  expect(errno: ENOENT) { read 2 }
}
