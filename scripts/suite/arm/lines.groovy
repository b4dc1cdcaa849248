// The interrupt lines of an arm64 guest, by eventfd and by route: KVM_IRQFD on an edge, and on a level with a resample eventfd, KVM_SET_GSI_ROUTING to another
// pin, deassigned irqfds, KVM_IRQ_LINE; and how the guest controls an interrupt with the registers of its distributor and CPU interface.
//   kvmsh test scripts/suite/arm/lines.groovy -b qemu:arm64
//   kvmsh test scripts/suite/arm/lines.groovy -b qemu:arm64-gicv3

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, list = at + 0x4000, there = at + 0x8000, door = 0x10000000
def three = attempt { vm { }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3 } == null
def dist = 0x8000000, redist = 0x80a0000, cpuif = 0x8010000
// A list of words: an address and a value is a store, with bit 1 a load that is told, 4 acknowledges (what it is, is told), 8 and a number ends it, 12 deactivates.
def take = three ? 'mrs x0, S3_0_C12_C12_0' : 'ldr w0, [x11, #0xc]'
def code = asm(arm64, at: at, """
        ${three ? 'mov x0, #0xf0; msr S3_0_C4_C6_0, x0; mov x0, #1; msr S3_0_C12_C12_7, x0; isb' : 'mov w0, #0xf8; str w0, [x11, #4]; mov w0, #1; str w0, [x11]'}
1:      ldp x0, x1, [x9], #16
        cbz x0, 9f
        cmp x0, #4
        b.eq 4f
        cmp x0, #8
        b.eq 8f
        cmp x0, #12
        b.eq 7f
        tbnz x0, #1, 2f
        str w1, [x0]
        b 1b
2:      sub x0, x0, #2
        ldr w1, [x0]
        str x1, [x10], #8
        b 1b
4:      $take
        str x0, [x10], #8
        b 1b
8:      ${three ? 'msr S3_0_C12_C12_1, x1; isb' : 'str w1, [x11, #0x10]'}
        b 1b
7:      ${three ? 'msr S3_0_C12_C11_1, x1; isb' : 'mov w2, #0x1000; str w1, [x11, x2]'}
        b 1b
9:      dsb sy
        str wzr, [x12]
        b .
""").bytes
def TAKE = [4, 0], END = { n -> [8, n] }, NONE = 1023L
def enable = { n, v = 0 -> n < 32 ? [three ? redist + 0x20000 * v + 0x10100 : dist + 0x100, 1L << n] : [dist + 0x100 + 4 * (n >> 5), 1L << (n & 31)] }
def disable = { n -> def (a, x) = enable(n); [a + 0x80, x] }
def config = { n, edge -> [dist + 0xc00 + 4 * (n >> 4), edge ? 0xaaaaaaaa : 0] }
def target = { n, v -> three ? [dist + 0x6000 + 8 * n, v] : [dist + 0x800 + (n & ~3), 0x01010101 << v] }
def priority = { n, p -> [dist + 0x400 + (n & ~3), (p as long) << 8 * (n & 3)] }
def pending = { n -> [dist + 0x200 + 4 * (n >> 5), 1L << (n & 31)] }, see = { a -> [a + 2, 0] }
def go = { m, steps, vcpu = 0 ->
  m.mem list, u64: (steps + [[0, 0]]).flatten().collect { it as long }
  [x9: list, x10: there, x11: cpuif, x12: door, pc: at].each { k, n -> m.vcpu(vcpu).reg k, n }
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def n = (m.vcpu(vcpu).reg('x10') - there).intdiv(8) as int
  n ? (0..<n).collect { def x = m.mem(there, 8 * n); x.u64(8 * it) as long } : []
}
def machine = { steps = [] ->
  def m = vm {
    if (three) vgic dist: dist, redist: redist, irqs: 96; else vgic dist: dist, cpu: cpuif, irqs: 96
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  go m, [[dist, three ? 0x52 : 1]] + steps
  m
}
def ready = { n, edge, v = 0 -> [config(n, edge), target(n, v), enable(n)] }
// An irqfd's work is done by the kernel a little later: the guest looks until it is there.
def look = { m, want, vcpu = 0 -> def seen = NONE; for (int i = 0; i < 100 && seen == NONE; i++) seen = go(m, [TAKE], vcpu)[0]; expect { seen == want } }
def give = { m, e, gsi, flags = 0, resample = 0 -> m.ioctl KVM_IRQFD, fd: e.fd, gsi: gsi, flags: flags, resamplefd: resample }

[0, 1, 31, 63].each { gsi ->
  test("an eventfd of line $gsi is SPI ${32 + gsi}, once for each signal, and not the one beside it", source: 'api.rst 4.75; devices/arm-vgic.rst', bringup: 83) {
    def n = 32 + gsi, m = machine(ready(n, true) + [enable(gsi == 63 ? 94 : n + 1)]), e = m.irqfd(gsi: gsi)
    2.times { e.signal(); look m, n; expect { go(m, [END(n), TAKE]) == [NONE] } }
    expect { e.count == 0 }
  }
}
test('an eventfd that is taken away interrupts no more, and counts', source: 'api.rst 4.75', bringup: 83) {
  def m = machine(ready(34, true) + ready(36, true)), e = m.irqfd(gsi: 2), other = m.irqfd(gsi: 4)
  give m, e, 2, KVM_IRQFD_FLAG_DEASSIGN
  e.signal()
  other.signal()
  look m, 36
  expect { go(m, [END(36), TAKE]) == [NONE] && e.count == 1 }
}
test('an eventfd that was signaled before it was given interrupts', source: 'api.rst 4.75', bringup: 83) {
  def m = machine(ready(34, true)), e = m.irqfd(gsi: 3)
  give m, e, 3, KVM_IRQFD_FLAG_DEASSIGN
  e.signal()
  give m, e, 2
  look m, 34
}
test('KVM_IRQFD_FLAG_RESAMPLE: the line is up from the signal to the end of the interrupt, which the second eventfd counts', source: 'api.rst 4.75', bringup: 83) {
  needs cap: KVM_CAP_IRQFD_RESAMPLE
  def m = machine(ready(40, false)), line = m.irqfd(gsi: 20), resample = m.irqfd(gsi: 21)
  [[line, 20], [resample, 21]].each { e, gsi -> give m, e, gsi, KVM_IRQFD_FLAG_DEASSIGN }
  give m, line, 8, KVM_IRQFD_FLAG_RESAMPLE, resample.fd
  expect { resample.count == 0 }
  2.times {
    line.signal()
    look m, 40
    expect { resample.count == 0 }
    expect { go(m, [END(40), TAKE]) == [NONE] }
    def told = 0
    for (int i = 0; i < 100 && told == 0; i++) { go m, []; told = resample.count }
    expect { told == 1 }
  }
}
test('KVM_SET_GSI_ROUTING: a line goes to the pin of its route, and one without a route nowhere', source: 'api.rst 4.52', bringup: 83) {
  def m = machine(ready(34, true) + [enable(50), config(50, true), target(50, 0)]), e = m.irqfd(gsi: 2), other = m.irqfd(gsi: 3)
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 2, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: 0, pin: 18]]]]
  other.signal()
  e.signal()
  look m, 50
  expect { go(m, [END(50), TAKE]) == [NONE] }
}
[['a pin behind the last one', [irqchip: 0, pin: 5000]], ['a chip that there is not', [irqchip: 3, pin: 1]]].each { name, x -> test("KVM_SET_GSI_ROUTING to $name: EINVAL", source: 'api.rst 4.52; arch/arm64/kvm/vgic/vgic-irqfd.c') {
  def m = machine()
  expect(errno: EINVAL) { m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 2, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: x]]] }
} }
test('KVM_SET_GSI_ROUTING with flags, or of a type that there is not: EINVAL', source: 'api.rst 4.52') {
  def m = machine()
  expect(errno: EINVAL) { m.ioctl KVM_SET_GSI_ROUTING, flags: 1, entries: [] }
  expect(errno: EINVAL) { m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 2, type: 99]] }
  expect(errno: EINVAL) { m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 2, flags: 4, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: 0, pin: 1]]]] }
}
test('an eventfd that two lines of a VM would have: EBUSY; a flag or a descriptor that there is not: EINVAL, EBADF', source: 'api.rst 4.75') {
  def m = machine(), e = m.irqfd(gsi: 2)
  expect(errno: EBUSY) { give m, e, 3 }
  expect(errno: EINVAL) { give m, e, 3, 1 << 10 }
  expect(errno: EBADF) { m.ioctl KVM_IRQFD, fd: 9999, gsi: 3 }
}
// What the guest does with it.
test('an interrupt that is active does not come again before its end, and the pending one comes then', source: 'GIC IHI 0048, 4.4; devices/arm-vgic.rst', bringup: 83) {
  def m = machine(ready(34, true))
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [TAKE]) == [34L] }
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [TAKE, END(34), TAKE, END(34), TAKE]) == [NONE, 34L, NONE] }
}
test('ISPENDR of the guest makes an interrupt pending, ICPENDR takes it away', source: 'GIC IHI 0048, GICD_ISPENDR; arch/arm64/kvm/vgic/vgic-mmio.c', bringup: 83) {
  def m = machine(ready(34, true) + ready(35, true))
  def clear = { n -> def (a, x) = pending(n); [a + 0x80, x] }
  expect { go(m, [pending(34), pending(35), clear(34), TAKE, END(35), TAKE]) == [35L, NONE] }
}
test('an interrupt that the guest disables waits, and comes when it is enabled', source: 'GIC IHI 0048, GICD_ICENABLER; arch/arm64/kvm/vgic/vgic-mmio.c', bringup: 83) {
  def m = machine(ready(34, true) + [disable(34)])
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [TAKE, enable(34), TAKE, END(34), TAKE]) == [NONE, 34L, NONE] }
}
test('a level that goes down before it is taken does not come, an edge does', source: 'GIC IHI 0048, GICD_ICFGR; arch/arm64/kvm/vgic/vgic.c', bringup: 83) {
  def m = machine([config(34, false), config(50, true), target(34, 0), target(50, 0), enable(34), enable(50)])
  [34, 50].each { m.irq spi: it; m.irq spi: it, level: 0 }
  expect { go(m, [TAKE, END(50), TAKE]) == [50L, NONE] }
}
test('of three that wait the order is by priority', source: 'GIC IHI 0048, GICD_IPRIORITYR; arch/arm64/kvm/vgic/vgic.c, vgic_irq_cmp', bringup: 83) {
  def m = machine(ready(34, true) + ready(40, true) + ready(44, true) + [priority(34, 0x80), priority(40, 0x40), priority(44, 0xa0)])
  [44, 34, 40].each { m.irq spi: it; m.irq spi: it, level: 0 }
  expect { go(m, [TAKE, END(40), TAKE, END(34), TAKE, END(44), TAKE]) == [40L, 34L, 44L, NONE] }
}
test('more that wait than there are list registers: all come', source: 'arch/arm64/kvm/vgic/vgic.c, vgic_flush_lr_state', bringup: 83) {
  def all = (34..49).toList(), m = machine([config(34, true), config(48, true)] + all.collectMany { [target(it, 0)] } + [[dist + 0x104, 0xffffffffL]])
  all.each { m.irq spi: it; m.irq spi: it, level: 0 }
  def seen = []
  for (int i = 0; i < 60 && seen.size() < all.size(); i++) { def n = go(m, [TAKE])[0]; if (n != NONE) { seen << (n as int); go m, [END(n)] } }
  expect { seen.toSorted() == all }
}
test('an interrupt whose target the guest changes while it waits comes at the other vCPU', source: 'GIC IHI 0048, GICD_ITARGETSR; IHI 0069, GICD_IROUTER', bringup: 83) {
  def m = machine(ready(34, true))
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [target(34, 1), TAKE]) == [NONE] && go(m, [TAKE], 1) == [34L] }
}
test('a distributor that is off holds interrupts back', source: 'GIC IHI 0048, GICD_CTLR', bringup: 83) {
  def m = machine(ready(34, true) + [[dist, three ? 0x50 : 0]])
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [TAKE, [dist, three ? 0x52 : 1]]) == [NONE] }
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [TAKE, END(34), TAKE]) == [34L, NONE] }
}
test('the active state is in ISACTIVER between taking and ending, and the guest ends it by ICACTIVER', source: 'GIC IHI 0048, GICD_ISACTIVER; arch/arm64/kvm/vgic/vgic-mmio.c', bringup: 83) {
  def m = machine(ready(34, true)), active = see(dist + 0x304)
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [active, TAKE]) == [0L, 34L] && go(m, [active]) == [4L] && go(m, [END(34)]) == [] && go(m, [active]) == [0L] }
}
test('an interrupt of group 0 is not one of group 1', source: 'GIC IHI 0069, GICD_IGROUPR', bringup: 83) {
  needs three, 'a GICv3'
  def m = machine(ready(34, true) + [[dist + 0x84, 0]])
  m.irq spi: 34; m.irq spi: 34, level: 0
  expect { go(m, [TAKE, [dist + 0x84, 4], TAKE]) == [NONE, 34L] }
}
