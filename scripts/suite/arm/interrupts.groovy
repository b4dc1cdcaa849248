// Interrupts and timers of an arm64 guest, with a GICv2 or a GICv3: each kind arrives, once, at the vCPU it is for, in the order of priorities, and not while
// it is disabled or masked; the virtual and the physical timer fire, and not early.
//   kvmsh -b qemu:arm64 scripts/suite/arm/interrupts.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter '*timer*'

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, list = at + 0x4000, there = at + 0x8000, door = 0x10000000
def three = attempt { vm { }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3 } == null
def dist = 0x8000000, redist = 0x80a0000, cpu = 0x8010000
// x9 is a list of addresses and values to store, x14 and x15 which timer and its ticks, x16 its control, x17 what sends an SGI; the vector at
// 0x280 tells the interrupt's number, and x21 keeps the counter.
def begin = three ? 'mov x0, #0xf0; msr S3_0_C4_C6_0, x0; mov x0, #1; msr S3_0_C12_C12_7, x0; isb' : 'mov w0, #0xf8; str w0, [x11, #4]; mov w0, #1; str w0, [x11]'
def take = three ? 'mrs x0, S3_0_C12_C12_0' : 'ldr w0, [x11, #0xc]'
def end = three ? 'msr S3_0_C12_C12_1, x0; isb' : 'str w0, [x11, #0x10]'
def sgi = three ? 'msr S3_0_C12_C11_5, x17' : 'str w17, [x10, #0xf00]'
def code = asm(arm64, at: at, """
        $begin
1:      ldp x0, x1, [x9], #16
        cbz x0, 2f
        str w1, [x0]
        b 1b
2:      cbz x17, 3f
        $sgi
3:      cmp x14, #1
        b.lt 6f
        b.gt 4f
        mrs x0, cntvct_el0
        add x0, x0, x15
        msr cntv_cval_el0, x0
        str x0, [x20]
        msr cntv_ctl_el0, x16
        b 5f
4:      mrs x0, cntpct_el0
        add x0, x0, x15
        msr cntp_cval_el0, x0
        str x0, [x20]
        msr cntp_ctl_el0, x16
5:      isb
6:      mov w0, #0x7777
        str w0, [x13]
        msr daifclr, #2
7:      wfi
        b 7b
        .org 0x280
        $take
        mrs x5, cntvct_el0
        mrs x6, cntpct_el0
        stp x5, x6, [x20, #8]
        msr cntv_ctl_el0, xzr
        msr cntp_ctl_el0, xzr
        isb
        str w0, [x13]
        $end
        eret
""").bytes
def guest = { pairs = [], more = [:] ->
  def seen = []
  def m = vm {
    if (three) vgic dist: dist, redist: redist, irqs: 96; else vgic dist: dist, cpu: cpu, irqs: 96
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
    on(mmio: door) { e -> seen << [e.vcpu.id, e.value as int] }
  }
  def stores = [dist, three ? 0x52 : 1] + pairs.flatten() + [0, 0]
  m.mem list, u64: stores.collect { it as long }
  [0, 1].each { v ->
    ([x9: list, x10: dist, x11: cpu, x13: door, x14: 0, x15: 0, x16: 0, x17: 0, x20: there + 0x100 * v] + (v == (more.vcpu ?: 0) ? more.findAll { k, n -> k != 'vcpu' } : [:])).each { k, n -> m.vcpu(v).reg k, n }
    m.vcpu(v).reg vbar_el1: at
  }
  [m, seen]
}
def enable = { n -> n < 32 ? [three ? redist + 0x10100 : dist + 0x100, 1 << n & 0xffffffffL] : [dist + 0x100 + 4 * (n >> 5), (1L << (n & 31)) & 0xffffffffL] }
def edge = { n -> [dist + 0xc00 + 4 * (n >> 4), 0xaaaaaaaa] }
def level = { n -> [dist + 0xc00 + 4 * (n >> 4), 0] }
def target = { n, v -> three ? [dist + 0x6000 + 8 * n, v] : [dist + 0x800 + (n & ~3), 0x01010101 << v] }
def priority = { n, p -> [dist + 0x400 + (n & ~3), (p as long) << 8 * (n & 3)] }
def wait = { m, seen, n, vcpu = 0 -> m.run until: { seen.size() == n }, vcpu: vcpu, within: 20.s }
def quiet = { m, seen, vcpu = 0 ->             // nothing more arrives
  def before = seen.size()
  m.run until: timeout, vcpu: vcpu, within: 300.ms
  expect { seen.size() == before }
}
def ready = [0, 0x7777]

[32, 33, 47, 63, 64, 95].each { n ->
  test("SPI $n, an edge of KVM_IRQ_LINE, arrives once with its number", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest([enable(n), enable(36), edge(n), edge(36), target(n, 0), target(36, 0)])
    wait m, seen, 1
    m.irq spi: n
    m.irq spi: n, level: 0
    wait m, seen, 2
    m.irq spi: 36                               // the second in line: nothing came in between
    wait m, seen, 3
    expect { seen == [ready, [0, n], [0, 36]] }
  }
}
test('SPI 40 of level arrives again while its line is up, and no more when it is down', source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
  def (m, seen) = guest([enable(40), enable(64), level(40), edge(64), target(40, 0), target(64, 0)])
  wait m, seen, 1
  m.irq spi: 40
  wait m, seen, 4
  m.irq spi: 40, level: 0
  m.irq spi: 64
  m.run until: { seen.last() == [0, 64] }, vcpu: 0, within: 20.s
  expect { seen.take(4) == [ready, [0, 40], [0, 40], [0, 40]] && seen.size() < 8 }
}
test('SPI 41 that is disabled does not arrive, and SPI 42 that is enabled does', source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
  def (m, seen) = guest([enable(42), edge(41), target(41, 0), target(42, 0)])
  wait m, seen, 1
  m.irq spi: 41
  m.irq spi: 42
  wait m, seen, 2
  expect { seen == [ready, [0, 42]] }
}
test('of two SPIs that wait, the one of the higher priority (the lower number) comes first', source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
  def (m, seen) = guest([enable(45), enable(50), edge(45), edge(50), target(45, 0), target(50, 0), priority(45, 0x80), priority(50, 0x40)])
  m.irq spi: 45
  m.irq spi: 50
  wait m, seen, 3
  expect { seen == [ready, [0, 50], [0, 45]] }
}
test('an SPI of a priority that the mask excludes does not come', source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
  def (m, seen) = guest([enable(45), enable(50), edge(45), edge(50), target(45, 0), target(50, 0), priority(45, 0xf8), priority(50, 0x40)])
  m.irq spi: 45
  m.irq spi: 50
  wait m, seen, 2
  expect { seen == [ready, [0, 50]] }
  quiet m, seen
}
test('an SPI for the second vCPU arrives there, and not at the first', source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
  def (m, seen) = guest([enable(44), edge(44), target(44, 1)])
  wait m, seen, 1
  wait m, seen, 2, 1
  m.irq spi: 44
  wait m, seen, 3, 1
  expect { seen == [ready, [1, 0x7777], [1, 44]] }
  quiet m, seen
}
[16, 20, 31].each { n ->
  test("PPI $n by KVM_IRQ_LINE arrives at its vCPU alone", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest([enable(n)])
    wait m, seen, 1
    m.irq ppi: n, vcpu: 0
    wait m, seen, 2
    expect { seen == [ready, [0, n]] }
    m.irq ppi: n, vcpu: 0, level: 0
    wait m, seen, seen.size() + 1, 1
    quiet m, seen, 1
  }
}
[0, 7, 15].each { n ->
  test("SGI $n that the guest sends to itself arrives", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest([enable(n)], [x17: three ? (n << 24 | 1) : (2 << 24 | n)])
    wait m, seen, 2
    expect { seen == [ready, [0, n]] }
  }
  test("SGI $n that the first vCPU sends to the second arrives there", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest([enable(n)], [x17: three ? (n << 24 | 2) : (2 << 16 | n)])
    wait m, seen, 1
    wait m, seen, 3, 1
    expect { seen.drop(1)*.first() == [1, 1] && (seen[2][1] & 0x3ff) == n }
    quiet m, seen
  }
}
test('SGI 5 that the first vCPU sends to all others arrives at the second, and not at the first', source: 'GIC IHI 0048, GICD_SGIR; IHI 0069, ICC_SGI1R_EL1', bringup: 80) {
  def (m, seen) = guest([enable(5)], [x17: three ? (1L << 40 | 5L << 24) : (1 << 24 | 5)])
  wait m, seen, 1
  quiet m, seen
  wait m, seen, 3, 1
  expect { seen == [ready, [1, 0x7777], [1, 5]] }
}
test('an eventfd of KVM_IRQFD is an edge of its SPI, once for a signal', source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
  def (m, seen) = guest([enable(34), enable(36), edge(34), edge(36), target(34, 0), target(36, 0)])
  wait m, seen, 1
  def line = m.irqfd gsi: 2
  line.signal()
  wait m, seen, 2
  m.irq spi: 36
  wait m, seen, 3
  expect { seen == [ready, [0, 34], [0, 36]] }
}
[[1, 'virtual', 27, 0], [2, 'physical', 30, 8]].each { timer, name, n, offset ->
  test("the $name timer fires, as PPI $n, and not before its time", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest([enable(n)], [x14: timer, x15: 3000000, x16: 1])
    wait m, seen, 2
    expect { seen == [ready, [0, n]] }
    expect { (m.mem(there + 8 + offset, 8).u64(0) as long) >= (m.mem(there, 8).u64(0) as long) }
  }
  [['masked by IMASK', 3], ['off', 0]].each { how, control ->
    test("the $name timer, $how, does not fire", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
      def (m, seen) = guest([enable(n), enable(36), edge(36), target(36, 0)], [x14: timer, x15: 10, x16: control])
      wait m, seen, 1
      quiet m, seen
      m.irq spi: 36
      wait m, seen, 2
      expect { seen == [ready, [0, 36]] }
    }
  }
  test("the $name timer fires while the vCPU does not run, and the guest hears of it when it does", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest([enable(n)], [x14: timer, x15: 1000, x16: 1])
    wait m, seen, 1
    m.run until: { seen.size() == 2 }, vcpu: 0, within: 20.s
    expect { seen == [ready, [0, n]] }
  }
}
// The errors of KVM_IRQ_LINE.
def line = { type, vcpu, n -> type << KVM_ARM_IRQ_TYPE_SHIFT | vcpu << KVM_ARM_IRQ_VCPU_SHIFT | n }
[['an SPI below 32', line(KVM_ARM_IRQ_TYPE_SPI, 0, 31), EINVAL], ['an SPI that the controller lacks', line(KVM_ARM_IRQ_TYPE_SPI, 0, 96), EINVAL], ['a PPI below 16', line(KVM_ARM_IRQ_TYPE_PPI, 0, 15), EINVAL],
 ['a PPI above 31', line(KVM_ARM_IRQ_TYPE_PPI, 0, 32), EINVAL], ['a PPI of a vCPU that is not there', line(KVM_ARM_IRQ_TYPE_PPI, 7, 20), EINVAL], ['a line of the vCPU with a controller in the kernel', line(KVM_ARM_IRQ_TYPE_CPU, 0, 0), ENXIO],
 ['no type', line(9, 0, 40), EINVAL]].each { name, irq, errno ->
  test("KVM_IRQ_LINE of $name: $errno", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def (m, seen) = guest()
    expect(errno: errno) { m.ioctl KVM_IRQ_LINE, irq: irq, level: 1 }
  }
}
// Without a controller in the kernel, user space has the lines of the vCPU.
[['IRQ', 0, 0x80, 0x280], ['FIQ', 1, 0x40, 0x300]].each { name, n, bit, vector ->
  test("KVM_IRQ_LINE of a vCPU's $name without a controller: the guest takes it, at its vector, while the line is up", source: 'api.rst 4.25; devices/arm-vgic.rst', bringup: 80) {
    def m = vm { memory at: at, size: 64.KB; load at: at, asm: "msr daifclr, #3; 1: wfi; b 1b; .org $vector; mrs x0, isr_el1; str x0, [x20]; str x0, [x13]; b ."; vcpu(0) { start at; regs x13: door, x20: there; reg vbar_el1: at } }
    m.ioctl KVM_IRQ_LINE, irq: line(KVM_ARM_IRQ_TYPE_CPU, 0, n), level: 1
    m.run until: mmio, within: 20.s
    expect { m.mem(there, 8).u64(0) == bit }
    expect(errno: EINVAL) { m.ioctl KVM_IRQ_LINE, irq: line(KVM_ARM_IRQ_TYPE_CPU, 0, 2), level: 1 }
    expect(errno: ENXIO) { m.ioctl KVM_IRQ_LINE, irq: line(KVM_ARM_IRQ_TYPE_SPI, 0, 40), level: 1 }
  }
}
