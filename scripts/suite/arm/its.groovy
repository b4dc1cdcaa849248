// The ITS of a GICv3: each command that the guest writes, the translation of messages, the registers as the guest and the attributes access them, the tables
// that are saved to guest memory and restored, field by field, pending LPIs, eventfds, and errnos. The guest polls for its interrupts.
//   kvmsh test scripts/suite/arm/its.groovy -b qemu:arm64-gicv3

needs boards: 'arm64', device: 'KVM_DEV_TYPE_ARM_VGIC_ITS'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, list = at + 0x4000, there = at + 0x8000, door = 0x10000000, dist = 0x8000000, redist = 0x80a0000, ITS = 0x9000000
def QUEUE = at + 0x10000, DEVICES = at + 0x20000, COLLECTIONS = at + 0x30000, ITT = [at + 0x40000, at + 0x48000], PROP = at + 0x50000, PEND = [at + 0x60000, at + 0x70000]
def V = 1L << 63, CBASER = 0x80, CWRITER = 0x88, CREADR = 0x90, BASER0 = 0x100, BASER1 = 0x108
// Of the list each address is stored to; with bit 0 by 4 bytes, with bit 1 it is loaded. What is loaded, and each interrupt that is there, is told.
def code = asm(arm64, at: at, '''
        mov x0, #0xf0; msr S3_0_C4_C6_0, x0; mov x0, #1; msr S3_0_C12_C12_7, x0; isb
1:      ldp x0, x1, [x9], #16
        cbz x0, 2f
        tbnz x0, #0, 3f
        tbnz x0, #1, 4f
        str x1, [x0]
        b 1b
3:      sub x0, x0, #1
        str w1, [x0]
        b 1b
4:      sub x0, x0, #2
        ldr x1, [x0]
        str x1, [x10], #8
        b 1b
2:      dsb sy
        mrs x0, S3_0_C12_C12_0
        cmp x0, #1023
        b.eq 5f
        str x0, [x10], #8
        msr S3_0_C12_C12_1, x0
        isb
        b 2b
5:      str wzr, [x12]
        b .
''').bytes
def bare = { ->
  def m = vm {
    memory at: at, size: 1.MB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  def d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3).fd)
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_DIST, value: dist
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_REDIST, value: redist
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT
  [m, d]
}
def device = { m -> m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_ITS).fd) }
def place = { its, base = ITS -> its.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_ITS_ADDR_TYPE, value: base }
def control = { its, attr -> its.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: attr }
def set = { its, offset, value -> its.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ITS_REGS, attr: offset, value: value }
def get = { its, offset -> its.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ITS_REGS, attr: offset).value as long }
def go = { m, stores = [], vcpu = 0 ->
  m.mem list, u64: (stores + [[0, 0]]).flatten().collect { it as long }
  [x9: list, x10: there, x12: door, pc: at].each { k, n -> m.vcpu(vcpu).reg k, n }
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def n = (m.vcpu(vcpu).reg('x10') - there).intdiv(8) as int
  n ? (0..<n).collect { def x = m.mem(there, 8 * n); x.u64(8 * it) as long } : []
}
def word = { address, value -> [address + 1, value] }, load = { address -> [address + 2, 0] }
def LPIS = [8192, 8193, 8200, 9000]
def begin = [word(dist, 0x52)] + (0..1).collectMany { v -> [[redist + 0x20000 * v + 0x70, PROP | 0xf], [redist + 0x20000 * v + 0x78, PEND[v]], word(redist + 0x20000 * v, 1)] }
def tables = [[ITS + CBASER, V | QUEUE], [ITS + BASER0, V | DEVICES | 0x200], [ITS + BASER1, V | COLLECTIONS | 0x200], word(ITS, 1)]
def machine = { ->
  def (m, d) = bare()
  def its = device(m)
  place its
  control its, KVM_DEV_ARM_VGIC_CTRL_INIT
  LPIS.each { m.mem PROP + it - 8192, fill: 0xa1, length: 1 }
  go m, begin + tables
  [m, its, d]
}
// Commands, from where the last ones ended.
def next = [:].withDefault { 0 }
def commands = { m, cs, vcpu = 0 ->
  cs.each { c -> m.mem QUEUE + next[m], u64: c.collect { it as long }; next[m] = (next[m] + 32) % 4096 }
  go m, [[ITS + CWRITER, next[m]]], vcpu
}
def MAPD = { dev, bits, itt, valid = V -> [8 | (dev as long) << 32, bits - 1, valid | itt, 0] }
def MAPC = { icid, vcpu, valid = V -> [9, 0, valid | (vcpu as long) << 16 | icid, 0] }
def MAPTI = { dev, event, lpi, icid -> [10 | (dev as long) << 32, event | (lpi as long) << 32, icid, 0] }
def MAPI = { dev, event, icid -> [11 | (dev as long) << 32, event, icid, 0] }
def one = { n, dev, event, icid = 0 -> [n | (dev as long) << 32, event, icid, 0] }
def MOVI = { dev, event, icid -> one(1, dev, event, icid) }, INT = { dev, event -> one(3, dev, event) }, CLEAR = { dev, event -> one(4, dev, event) }, INV = { dev, event -> one(12, dev, event) }, DISCARD = { dev, event -> one(15, dev, event) }
def INVALL = { icid -> [13, 0, icid, 0] }, MOVALL = { from, to -> [14, 0, (from as long) << 16, (to as long) << 16] }
def mapped = [MAPD(5, 4, ITT[0]), MAPD(0x123, 3, ITT[1]), MAPC(0, 0), MAPC(7, 1), MAPTI(5, 2, 8200, 0), MAPTI(5, 3, 9000, 7), MAPTI(0x123, 2, 8193, 0)]
def ready = { -> def x = machine(); expect { commands(x[0], mapped) == [] }; x }
def signal = { m, dev, event, more = [:] -> m.ioctl KVM_SIGNAL_MSI, [address_lo: ITS + 0x10040, data: event, flags: KVM_MSI_VALID_DEVID, devid: dev] + more }

// Commands.
test('INT makes the LPI of its device and event pending at the vCPU of its collection, once', source: 'GIC IHI 0069, MAPTI, INT; arch/arm64/kvm/vgic/vgic-its.c', bringup: 151) {
  def (m, its) = ready()
  expect { commands(m, [INT(5, 2)]) == [8200L] && go(m) == [] }
  expect { commands(m, [INT(0x123, 2)]) == [8193L] }
  expect { commands(m, [INT(5, 3)]) == [] && go(m, [], 1) == [9000L] && go(m, [], 1) == [] }
}
test('MAPI maps an event to the LPI of its own number', source: 'GIC IHI 0069, MAPI; arch/arm64/kvm/vgic/vgic-its.c, vgic_its_cmd_handle_mapi', bringup: 151) {
  def (m, its) = machine()
  expect { commands(m, [MAPD(5, 14, at + 0x80000), MAPC(0, 0), MAPI(5, 8192, 0), INT(5, 8192)]) == [8192L] }
}
test('MOVI moves an event to another collection, with what is pending', source: 'GIC IHI 0069, MOVI', bringup: 151) {
  def (m, its) = ready()
  commands m, [MOVI(5, 2, 7)]
  expect { commands(m, [INT(5, 2)]) == [] && go(m, [], 1) == [8200L] }
  commands m, [MOVI(5, 2, 0)]
  expect { commands(m, [INT(5, 2)]) == [8200L] && go(m, [], 1) == [] }
}
test('MOVALL moves what is pending of one vCPU to another', source: 'GIC IHI 0069, MOVALL', bringup: 151) {
  def (m, its) = ready()
  commands m, [INT(5, 3), MOVALL(1, 0)]
  expect { go(m, [], 1) == [] }
}
test('MAPC of a collection again moves its events to the other vCPU', source: 'GIC IHI 0069, MAPC; arch/arm64/kvm/vgic/vgic-its.c, update_affinity_collection', bringup: 151) {
  def (m, its) = ready()
  commands m, [MAPC(0, 1), INT(5, 2)]
  expect { go(m, [], 1) == [8200L] }
}
test('CLEAR takes a pending event away', source: 'GIC IHI 0069, CLEAR', bringup: 151) { def (m, its) = ready(); expect { commands(m, [INT(5, 2), CLEAR(5, 2)]) == [] && commands(m, [INT(5, 2)]) == [8200L] } }
test('DISCARD: an event that is unmapped does not come, and comes when it is mapped again', source: 'GIC IHI 0069, DISCARD', bringup: 151) {
  def (m, its) = ready()
  expect { commands(m, [DISCARD(5, 2), INT(5, 2)]) == [] && commands(m, [INT(5, 2)]) == [] && commands(m, [INT(0x123, 2)]) == [8193L] }
  expect { commands(m, [MAPTI(5, 2, 8192, 0), INT(5, 2)]) == [8192L] }
}
[['a device', MAPD(5, 4, 0, 0), [INT(5, 2)]], ['a collection', MAPC(0, 0, 0), [INT(5, 2), INT(0x123, 2)]]].each { name, c, ints -> test("unmapping $name: its events come no more, and another's do", source: 'GIC IHI 0069, MAPD, MAPC', bringup: 151) {
  def (m, its) = ready()
  expect { commands(m, [c]) == [] && commands(m, ints) == [] && commands(m, [INT(5, 3)]) == [] }
  expect { go(m, [], 1) == (name == 'a device' ? [] : [9000L]) }
} }
// The configuration of LPIs in memory is read when they are mapped, and by INV and INVALL.
[['INV', INV(5, 2)], ['INVALL', INVALL(0)]].each { name, c ->
  test("$name reads the configuration of the LPI again: one that is disabled there waits, and one that is enabled comes", source: "GIC IHI 0069, $name; arch/arm64/kvm/vgic/vgic-its.c, update_lpi_config", bringup: 151) {
    def (m, its) = ready()
    m.mem PROP + 8, fill: 0xa0, length: 1
    expect { commands(m, [INT(5, 2)]) == [8200L] }
    expect { commands(m, [c, INT(5, 2)]) == [] }
    m.mem PROP + 8, fill: 0xa1, length: 1
    expect { go(m) == [] && commands(m, [c]) == [8200L] }
  }
  test("$name reads the priority of the LPI again", source: "GIC IHI 0069, $name", bringup: 151) {
    def (m, its) = ready()
    m.mem PROP + 1, fill: 0x41, length: 1
    expect { commands(m, [INVALL(0), INT(5, 2), INT(0x123, 2)]) == [8193L, 8200L] }
    m.mem PROP + 8, fill: 0x21, length: 1
    expect { commands(m, [c, INT(0x123, 2), INT(5, 2)]) == [8200L, 8193L] }
  }
}
test('INVALL of another collection changes nothing', source: 'GIC IHI 0069, INVALL', bringup: 151) { def (m, its) = ready(); m.mem PROP + 8, fill: 0xa0, length: 1; expect { commands(m, [INVALL(7), INT(5, 2)]) == [8200L] } }
// Wrong commands are left out, and the next one is done.
[['a device behind its table', MAPD(0x2000, 4, ITT[0]), INT(0x2000, 0)], ['a collection behind its table', MAPC(0x2000, 0), null], ['a vCPU that there is not', MAPC(3, 9), null], ['an event behind its device', MAPTI(0x123, 8, 8192, 0), INT(0x123, 8)],
 ['a device that is not mapped', MAPTI(6, 0, 8192, 0), INT(6, 0)], ['a number that is no LPI', MAPTI(5, 1, 100, 0), INT(5, 1)], ['an LPI behind the last one', MAPTI(5, 1, 0x20000, 0), INT(5, 1)], ['no command', [0x55, 0, 0, 0], null]].each { name, c, i ->
  test("a command with $name is left out, and the next one is done", source: 'GIC IHI 0069; arch/arm64/kvm/vgic/vgic-its.c', bringup: 151) {
    def (m, its) = ready()
    expect { commands(m, [c] + (i ? [i] : []) + [INT(5, 2)]) == [8200L] }
    expect { get(its, CREADR) == next[m] }
  }
}
test('the commands of a queue that ends begin again at its start', source: 'GIC IHI 0069, GITS_CWRITER', bringup: 151) {
  def (m, its) = ready()
  next[m] = 4096 - 64
  go m, [word(ITS, 0), [ITS + CBASER, V | QUEUE], word(ITS, 1)]
  (0..<126).each { m.mem QUEUE + 32 * it, u64: [5, 0, 0, 0] }              // SYNC
  go m, [[ITS + CWRITER, 4096 - 64]]
  expect { get(its, CREADR) == 4096 - 64 }
  expect { commands(m, [INT(5, 2), INT(0x123, 2), INT(5, 3)]) as Set == [8200L, 8193L] as Set && get(its, CREADR) == 32 && go(m, [], 1) == [9000L] }
}
test('an ITS that is off does no commands, and does them when it is on', source: 'GIC IHI 0069, GITS_CTLR', bringup: 151) {
  def (m, its) = ready()
  go m, [word(ITS, 0)]
  expect { commands(m, [INT(5, 2)]) == [] && get(its, CREADR) == next[m] - 32 }
  expect { go(m, [word(ITS, 1)]) == [8200L] && get(its, CREADR) == next[m] }
}
// Messages of user space.
test('KVM_SIGNAL_MSI is the LPI of its device and event, and 1 is returned', source: 'api.rst 4.70; devices/arm-vgic-its.rst', bringup: 151) {
  def (m, its) = ready()
  expect { signal(m, 5, 2) == 1 && go(m) == [8200L] && signal(m, 0x123, 2) == 1 && go(m) == [8193L] && signal(m, 5, 3) == 1 && go(m, [], 1) == [9000L] && go(m) == [] }
}
[['an event', 5, 9], ['a device', 6, 2]].each { name, dev, event -> test("KVM_SIGNAL_MSI of $name that is not mapped: 0, and nothing comes", source: 'api.rst 4.70', bringup: 151) { def (m, its) = ready(); expect { signal(m, dev, event) == 0 && go(m) == [] } } }
test('KVM_SIGNAL_MSI without a device: EINVAL; to an address without an ITS: EINVAL', source: 'api.rst 4.70; arch/arm64/kvm/vgic/vgic-its.c, vgic_msi_to_its', bringup: 151) {
  def (m, its) = ready()
  expect(errno: EINVAL) { signal m, 5, 2, [flags: 0] }
  expect(errno: EINVAL) { signal m, 5, 2, [address_lo: 0xb010040] }
  expect(errno: EINVAL) { signal m, 5, 2, [address_hi: 1] }
}
test('KVM_SIGNAL_MSI to an ITS that is off: EBUSY', source: 'arch/arm64/kvm/vgic/vgic-its.c, vgic_its_resolve_lpi', bringup: 151) { def (m, its) = ready(); go m, [word(ITS, 0)]; expect { attempt { signal m, 5, 2 } == EBUSY } }
test('an eventfd with a route to a message is its LPI, by the device that the route has', source: 'api.rst 4.52, 4.75', bringup: 151) {
  def (m, its) = ready()
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 1, dev: 5, event: 2], [gsi: 2, dev: 0x123, event: 2]].collect { [gsi: it.gsi, type: KVM_IRQ_ROUTING_MSI, flags: KVM_MSI_VALID_DEVID, u: [msi: [address_lo: ITS + 0x10040, data: it.event, devid: it.dev]]] }
  def one_ = m.irqfd(gsi: 1), two = m.irqfd(gsi: 2)
  two.signal()
  def seen = []
  for (int i = 0; i < 50 && !seen; i++) seen = go(m)
  one_.signal()
  for (int i = 0; i < 50 && seen.size() < 2; i++) seen += go(m)
  expect { seen == [8193L, 8200L] }
}
test('a redistributor whose LPIs are off gets none, and does when they are on', source: 'GIC IHI 0069, GICR_CTLR', bringup: 151) {
  def (m, its) = bare()
  its = device(m)
  place its
  control its, KVM_DEV_ARM_VGIC_CTRL_INIT
  LPIS.each { m.mem PROP + it - 8192, fill: 0xa1, length: 1 }
  go m, begin.findAll { it[0] != redist + 1 } + tables
  expect { commands(m, mapped + [INT(5, 2)]) == [] }
  go m, [word(redist, 1)]
  expect { commands(m, [INT(0x123, 2)]) == [8193L] }
}
// Registers.
[['GITS_CBASER', CBASER, V | 0x40010000L | 7, V | 0x40090000L | 3], ['GITS_BASER0', BASER0, V | 0x40020000L | 0x201, V | 0x40030000L | 0x203], ['GITS_BASER1', BASER1, V | 0x40030000L | 0x202, V | 0x40020000L | 0x201]].each { name, offset, a, b ->
  test("$name: the guest reads what the attribute sets, and the other way, while the ITS is off", source: 'devices/arm-vgic-its.rst; GIC IHI 0069', bringup: 151) {
    def (m, its) = machine()
    go m, [word(ITS, 0)]
    set its, offset, a
    def fields = V | 0xfffffffff000L | (offset == CBASER ? 0xff : 0x3ff)
    expect { (get(its, offset) & fields) == a }
    expect { (go(m, [load(ITS + offset)])[0] & fields) == (a & fields) }
    go m, [[ITS + offset, b]]
    expect { (get(its, offset) & fields) == (b & fields) }
    go m, [word(ITS, 1), [ITS + offset, a]]
    expect { (get(its, offset) & fields) == (b & fields) }                  // not while it is on
  }
}
test('GITS_TYPER, GITS_IIDR and GITS_CTLR: the guest reads what user space reads', source: 'devices/arm-vgic-its.rst; GIC IHI 0069', bringup: 151) {
  def (m, its) = machine()
  expect { go(m, [load(ITS + 8)])[0] == get(its, 8) && (get(its, 8) & 1) == 1 && (get(its, 8) >> 4 & 0xf) == 7 && (get(its, 8) >> 8 & 0x1f) == 15 && (get(its, 8) >> 13 & 0x1f) == 15 && (get(its, 8) & 1 << 19) == 0 }
  expect { (get(its, 4) & 0xfff) == 0x43b && (get(its, 0) & 0x80000001L) == 0x80000001L }
  go m, [word(ITS, 0)]
  expect { (get(its, 0) & 1) == 0 }
}
test('GITS_BASER0 has devices with entries of 8 bytes, GITS_BASER1 collections', source: 'devices/arm-vgic-its.rst; GIC IHI 0069', bringup: 151) { def (m, its) = machine(); expect { (get(its, BASER0) >>> 56 & 7) == 1 && (get(its, BASER1) >>> 56 & 7) == 4 && [BASER0, BASER1].every { (get(its, it) >>> 48 & 0x1f) == 7 } } }
// Tables.
def saved = { -> def x = ready(); control x[1], KVM_DEV_ARM_ITS_SAVE_TABLES; x }
test('KVM_DEV_ARM_ITS_SAVE_TABLES: a device is in its table with its address, size and the distance of the next one', source: 'devices/arm-vgic-its.rst, ITS Table ABI REV0', bringup: 151) {
  def (m, its) = saved()
  expect { (m.mem(DEVICES + 8 * 5, 8).u64(0) as long) == (V | (0x123L - 5) << 49 | ITT[0] >> 8 << 5 | 3) && (m.mem(DEVICES + 8 * 0x123, 8).u64(0) as long) == (V | ITT[1] >> 8 << 5 | 2) }
  expect { m.mem(DEVICES, 8).u64(0) == 0 && m.mem(DEVICES + 8 * 6, 8).u64(0) == 0 }
}
test('KVM_DEV_ARM_ITS_SAVE_TABLES: an event is in its device\'s table with its LPI, collection and the distance of the next one', source: 'devices/arm-vgic-its.rst, ITS Table ABI REV0', bringup: 151) {
  def (m, its) = saved()
  expect { (m.mem(ITT[0] + 16, 8).u64(0) as long) == (1L << 48 | 8200L << 16 | 0) && (m.mem(ITT[0] + 24, 8).u64(0) as long) == (9000L << 16 | 7) && (m.mem(ITT[1] + 16, 8).u64(0) as long) == 8193L << 16 }
}
test('KVM_DEV_ARM_ITS_SAVE_TABLES: the collections with their vCPUs, and an end behind them', source: 'devices/arm-vgic-its.rst, ITS Table ABI REV0', bringup: 151) {
  def (m, its) = saved()
  def seen = (0..2).collect { m.mem(COLLECTIONS + 8 * it, 8).u64(0) as long }
  expect { seen.take(2) as Set == [V, V | 1L << 16 | 7] as Set && seen[2] == 0 }
}
test('KVM_DEV_ARM_ITS_RESTORE_TABLES in another VM with the same memory: its messages come', source: 'devices/arm-vgic-its.rst, ITS Restore Sequence', bringup: 151) {
  def (m, its) = saved()
  def (n, d) = bare()
  def other = device(n)
  place other
  control other, KVM_DEV_ARM_VGIC_CTRL_INIT
  [DEVICES, COLLECTIONS, at + 0x40000, PROP].each { from -> n.mem from, bytes: m.mem(from, 0x10000).bytes as byte[] }
  go n, begin
  [4, CBASER, CREADR, CWRITER, BASER0, BASER1].each { set other, it, get(its, it) }
  control other, KVM_DEV_ARM_ITS_RESTORE_TABLES
  set other, 0, get(its, 0)
  expect { [CBASER, CREADR, CWRITER, BASER0, BASER1].every { get(other, it) == get(its, it) } }
  expect { signal(n, 5, 2) == 1 && go(n) == [8200L] && signal(n, 0x123, 2) == 1 && go(n) == [8193L] && signal(n, 5, 3) == 1 && go(n, [], 1) == [9000L] && signal(n, 5, 4) == 0 }
}
test('KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES: a pending LPI is a bit in the table of its vCPU', source: 'devices/arm-vgic-v3.rst', bringup: 151) {
  def (m, its, d) = ready()
  signal m, 5, 2
  signal m, 5, 3
  d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_SAVE_PENDING_TABLES
  expect { (m.mem(PEND[0] + 8200.intdiv(8), 1).u8(0) & 1 << 8200 % 8) != 0 && (m.mem(PEND[1] + 9000.intdiv(8), 1).u8(0) & 1 << 9000 % 8) != 0 && m.mem(PEND[0] + 9000.intdiv(8), 1).u8(0) == 0 }
}
test('KVM_DEV_ARM_ITS_CTRL_RESET: nothing is mapped, the tables are not valid, and the ITS is off', source: 'devices/arm-vgic-its.rst, ITS Reset State', bringup: 151) {
  def (m, its) = ready()
  control its, KVM_DEV_ARM_ITS_CTRL_RESET
  expect { (get(its, 0) & 1) == 0 && [CBASER, BASER0, BASER1].every { (get(its, it) & V) == 0 } }
}
// Errnos.
test('the address of an ITS: unaligned EINVAL, behind the last address E2BIG, twice EEXIST; it reads as it was set', source: 'devices/arm-vgic-its.rst', bringup: 151) {
  def (m, d) = bare()
  def its = device(m)
  expect(errno: EINVAL) { place its, ITS + 0x1000 }
  expect(errno: E2BIG) { place its, 1L << 41 }
  place its
  expect(errno: EEXIST) { place its, ITS + 0x100000 }
  expect { its.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_ITS_ADDR_TYPE).value == ITS }
}
test('a register of an ITS that has no address, or is unaligned, or is not there: refused', source: 'devices/arm-vgic-its.rst', bringup: 151) {
  def (m, d) = bare()
  def its = device(m)
  expect(errno: ENXIO) { get its, CBASER }
  place its
  control its, KVM_DEV_ARM_VGIC_CTRL_INIT
  expect(errno: EINVAL) { get its, 0x81 }
  expect(errno: ENXIO) { get its, 0xf000 }
}
[[KVM_DEV_ARM_VGIC_GRP_ADDR, 9, ENXIO], [KVM_DEV_ARM_VGIC_GRP_CTRL, 9, ENXIO], [9, 0, ENXIO]].each { group, attr, errno -> test("KVM_HAS_DEVICE_ATTR of group $group, attribute $attr: refused", source: 'devices/arm-vgic-its.rst', bringup: 151) { def (m, its) = machine(); expect(errno: errno) { its.ioctl KVM_HAS_DEVICE_ATTR, group: group, attr: attr } } }
test('two ITSs: each takes the messages of its own address', source: 'devices/arm-vgic-its.rst', bringup: 151) {
  def (m, its) = ready()
  def second = device(m)
  expect(errno: EINVAL) { signal m, 5, 2, [address_lo: ITS + 0x110040] }
  expect { signal(m, 5, 2) == 1 && go(m) == [8200L] }
}
