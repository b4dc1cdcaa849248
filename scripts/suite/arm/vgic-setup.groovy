// How an arm64 VM gets its interrupt controller: its devices and their attributes, each errno, when each setting becomes final, and the checks of the first
// KVM_RUN.
//   kvmsh test scripts/suite/arm/vgic-setup.groovy -b qemu:arm64
//   kvmsh test scripts/suite/arm/vgic-setup.groovy -b qemu:arm64-gicv3

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']

def three = attempt { vm { }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3 } == null
def TYPE = three ? KVM_DEV_TYPE_ARM_VGIC_V3 : KVM_DEV_TYPE_ARM_VGIC_V2, OTHER = three ? KVM_DEV_TYPE_ARM_VGIC_V2 : KVM_DEV_TYPE_ARM_VGIC_V3
def ADDR = KVM_DEV_ARM_VGIC_GRP_ADDR, NR = KVM_DEV_ARM_VGIC_GRP_NR_IRQS, CTRL = KVM_DEV_ARM_VGIC_GRP_CTRL
def DIST = three ? KVM_VGIC_V3_ADDR_TYPE_DIST : KVM_VGIC_V2_ADDR_TYPE_DIST, SECOND = three ? KVM_VGIC_V3_ADDR_TYPE_REDIST : KVM_VGIC_V2_ADDR_TYPE_CPU
def NAMES = [(DIST): 'the distributor', (SECOND): three ? 'the redistributors' : 'the CPU interface']
def at = 0x40000000, door = 0x10000000, dist = 0x8000000, second = 0x8100000
def bare = { vcpus = 1 -> vm { memory at: at, size: 64.KB; load at: at, hex: '20 00 00 b9  00 00 00 14'; vcpu(0) { start at; regs x1: door }; if (vcpus > 1) vcpu(1) { start at; regs x1: door } } }      // str w0, [x1]; b .
def device = { m -> m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: TYPE).fd) }
def set = { d, group, attr, value = 0 -> d.ioctl KVM_SET_DEVICE_ATTR, group: group, attr: attr, value: value }
def get = { d, group, attr -> d.ioctl(KVM_GET_DEVICE_ATTR, group: group, attr: attr).value as long }
def go = { m, v = 0 -> def errno = attempt { m.vcpu(v).ioctl KVM_RUN, within: 20.s }; errno ?: m.vcpu(v).run.exit_reason }

test('a controller that has its addresses: the guest runs', source: 'devices/arm-vgic.rst; devices/arm-vgic-v3.rst', bringup: 50) { def m = bare(), d = device(m); set d, ADDR, DIST, dist; set d, ADDR, SECOND, second; set d, CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT; expect { go(m) == KVM_EXIT_MMIO } }
NAMES.each { attr, name ->
  def size = attr == DIST ? (three ? 0x10000 : 0x1000) : three ? 0x10000 : 0x1000
  test("$name without an address: the first KVM_RUN gives ENXIO", source: 'arch/arm64/kvm/vgic/vgic-init.c, kvm_vgic_map_resources') { def m = bare(), d = device(m); set d, ADDR, attr == DIST ? SECOND : DIST, dist; if (three) set d, CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT; expect { go(m) in [ENXIO, EINVAL] } }
  test("$name at an address that is not aligned: EINVAL, and it can be set then", source: 'devices/arm-vgic.rst; devices/arm-vgic-v3.rst') { def d = device(bare()); expect(errno: EINVAL) { set d, ADDR, attr, dist + size.intdiv(2) }; set d, ADDR, attr, dist; expect { get(d, ADDR, attr) == dist } }
  test("$name behind the last address: E2BIG", source: 'devices/arm-vgic.rst; devices/arm-vgic-v3.rst', bringup: 54) { def d = device(bare()); expect(errno: E2BIG) { set d, ADDR, attr, 1L << 40 }; expect { attempt { set d, ADDR, attr, (1L << 40) - 0x1000 } in [E2BIG, EINVAL, null] } }
  test("$name twice: EEXIST, and the first address stays", source: 'devices/arm-vgic.rst; devices/arm-vgic-v3.rst') { def d = device(bare()); set d, ADDR, attr, dist; expect(errno: EEXIST) { set d, ADDR, attr, second }; expect { get(d, ADDR, attr) == dist } }
  test("$name has no address at first: it reads as all ones", source: 'arch/arm64/kvm/vgic/vgic-init.c', bringup: 54) { def d = device(bare()); expect { get(d, ADDR, attr) == -1L } }
}
test('a distributor and its neighbor that overlap: the first KVM_RUN, or the call, is refused', source: 'arch/arm64/kvm/vgic') { def m = bare(), d = device(m); set d, ADDR, DIST, dist; def e = attempt { set d, ADDR, SECOND, dist }; if (!e && three) e = attempt { set d, CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT }; expect { (e ?: go(m)) == EINVAL } }
test('an attribute or a group that there is not: ENXIO or ENODEV', source: 'devices/arm-vgic.rst; devices/arm-vgic-v3.rst') {
  def d = device(bare())
  [[ADDR, 77], [CTRL, 77], [77, 0]].each { group, attr -> [KVM_SET_DEVICE_ATTR, KVM_GET_DEVICE_ATTR, KVM_HAS_DEVICE_ATTR].each { nr -> expect { attempt { d.ioctl nr, group: group, attr: attr, value: 0 } in [ENXIO, ENODEV] } } }
}
// The number of interrupts.
[64, 96, 256, 992].each { n -> test("$n interrupts are taken and read back, and the distributor says so", source: 'devices/arm-vgic.rst, KVM_DEV_ARM_VGIC_GRP_NR_IRQS', bringup: 54) {
  def m = bare(), d = device(m)
  set d, NR, 0, n
  expect { (get(d, NR, 0) & 0xffffffffL) == n }
  set d, ADDR, DIST, dist
  set d, ADDR, SECOND, second
  set d, CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT
  expect { (get(d, KVM_DEV_ARM_VGIC_GRP_DIST_REGS, 4) & 0x1f) == n.intdiv(32) - 1 }
  if (n < 992) { m.irq spi: n - 1; expect(errno: EINVAL) { m.irq spi: n } }
} }
[0, 32, 63, 65, 1024, 1056].each { n -> test("$n interrupts: EINVAL", source: 'devices/arm-vgic.rst, KVM_DEV_ARM_VGIC_GRP_NR_IRQS') { expect(errno: EINVAL) { set device(bare()), NR, 0, n } } }
test('the number of interrupts twice: EBUSY', source: 'devices/arm-vgic.rst') { def d = device(bare()); set d, NR, 0, 64; expect(errno: EBUSY) { set d, NR, 0, 96 } }
test('the number of interrupts once the controller is complete: EBUSY', source: 'devices/arm-vgic.rst') { def m = bare(), d = device(m); set d, ADDR, DIST, dist; set d, ADDR, SECOND, second; set d, CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT; expect(errno: EBUSY) { set d, NR, 0, 96 } }
// The order.
test('a second controller: EEXIST; another type than the board has: ENODEV', source: 'api.rst 4.79; devices/arm-vgic.rst') {
  def m = bare()
  device m
  expect(errno: EEXIST) { device m }
  expect(errno: ENODEV) { bare().ioctl KVM_CREATE_DEVICE, type: OTHER }
  expect(errno: ENODEV) { bare().ioctl KVM_CREATE_DEVICE, type: 99 }
}
test('KVM_CREATE_DEVICE_TEST makes none: a real one can be made behind it', source: 'api.rst 4.79', bringup: 54) { def m = bare(); 2.times { m.ioctl KVM_CREATE_DEVICE, type: TYPE, flags: KVM_CREATE_DEVICE_TEST }; device m }
test('a controller after a vCPU has run: EBUSY', source: 'arch/arm64/kvm/vgic/vgic-init.c, kvm_vgic_create') { def m = bare(); expect { go(m) == KVM_EXIT_MMIO }; expect(errno: EBUSY) { device m } }
test('KVM_CREATE_IRQCHIP makes a GICv2: EEXIST the second time, ENODEV on a board without a GICv2', source: 'api.rst 4.24') {
  def m = bare()
  if (three) expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }
  else { m.ioctl KVM_CREATE_IRQCHIP; expect(errno: EEXIST) { m.ioctl KVM_CREATE_IRQCHIP }; expect(errno: EEXIST) { device m } }
}
test('KVM_IRQ_LINE of an SPI before the controller is complete: EBUSY with a GICv3, and with a GICv2 it completes it', source: 'api.rst 4.25; arch/arm64/kvm/vgic/vgic-init.c, vgic_lazy_init') { def m = bare(); device m; expect { attempt { m.irq spi: 40 } == (three ? EBUSY : null) } }
test('KVM_ARM_SET_DEVICE_ADDR sets what the attributes read, each once: EEXIST, and ENODEV of a device that there is not', source: 'api.rst 4.85') {
  needs !three, 'a GICv2'
  def m = bare(), d = device(m), old = { id, address -> m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: id, addr: address }
  old 0, dist
  old 1, second
  expect { get(d, ADDR, DIST) == dist && get(d, ADDR, SECOND) == second }
  expect(errno: EEXIST) { old 0, dist }
  [7 << 16, 9].each { id -> expect(errno: ENODEV) { old id, dist } }
}
test('redistributors in one place and in regions do not go together: EINVAL', source: 'devices/arm-vgic-v3.rst') {
  needs three, 'a GICv3'
  def region = { index, base, count -> (count as long) << 52 | base | index }, R = KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION
  def d = device(bare())
  set d, ADDR, SECOND, second
  expect(errno: EINVAL) { set d, ADDR, R, region(0, 0x9000000, 1) }
  def e = device(bare())
  set e, ADDR, R, region(0, 0x9000000, 1)
  expect(errno: EINVAL) { set e, ADDR, SECOND, second }
  expect(errno: EINVAL) { set e, ADDR, R, region(2, 0xa000000, 1) }                         // not the next index
  expect(errno: EINVAL) { set e, ADDR, R, region(1, 0x9010000, 1) }                         // overlaps
  expect(errno: EINVAL) { set e, ADDR, R, region(1, 0xa000000, 0) }
}
test('redistributors of fewer vCPUs than there are: the first KVM_RUN gives EINVAL or ENXIO', source: 'devices/arm-vgic-v3.rst') {
  needs three, 'a GICv3'
  def m = bare(2), d = device(m)
  set d, ADDR, DIST, dist
  set d, ADDR, KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION, 1L << 52 | 0x9000000
  set d, CTRL, KVM_DEV_ARM_VGIC_CTRL_INIT
  expect { go(m) in [EINVAL, ENXIO] }
}
