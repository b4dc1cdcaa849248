// The XIVE of a powerpc guest by its attributes: sources, their configuration, each field of an event queue both ways, synchronization, reset, the state of a
// vCPU, and each errno.
//   kvmsh test scripts/suite/ppc/xive.groovy -b qemu:ppc64-powernv

needs boards: ['qemu:ppc64-powernv']
needs cap: KVM_CAP_PPC_IRQ_XIVE

def CTRL = KVM_DEV_XIVE_GRP_CTRL, SOURCE = KVM_DEV_XIVE_GRP_SOURCE, CONFIG = KVM_DEV_XIVE_GRP_SOURCE_CONFIG, EQ = KVM_DEV_XIVE_GRP_EQ_CONFIG, SYNC = KVM_DEV_XIVE_GRP_SOURCE_SYNC
def bare = { -> vm { platform SPAPR; memory at: 0, size: 16.MB; vcpu(0) { start 0x1000 }; vcpu(1) { start 0x1000 } } }
def device = { m -> m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XIVE).fd as int }
def connect = { m, fd, vcpu, server = vcpu -> m.vcpu(vcpu).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_IRQ_XIVE, args: [fd, server] }
def machine = { -> def m = bare(), fd = device(m); [0, 1].each { connect m, fd, it }; [m, m.deviceFd(fd)] }
def set = { d, group, attr, value = 0 -> d.ioctl KVM_SET_DEVICE_ATTR, group: group, attr: attr, value: value }
// struct kvm_ppc_xive_eq: flags, qshift, qaddr, qtoggle, qindex.
def words = { b, at, n -> (0..<n).inject(0L) { s, i -> s | (b[at + i] & 0xffL) << 8 * i } }
def queue = { m, d, id, flags, shift, address, toggle = 1, index = 0 ->
  def b = m.allocate(64), x = []
  [[flags, 4], [shift, 4], [address, 8], [toggle, 4], [index, 4]].each { v, n -> (0..<n).each { x << ((v as long) >> 8 * it & 0xff) } }
  b.write 0, x as byte[]
  d.ioctl KVM_SET_DEVICE_ATTR, group: EQ, attr: id, addr: b
}
def queued = { m, d, id -> def b = m.allocate(64); d.ioctl KVM_GET_DEVICE_ATTR, group: EQ, attr: id, addr: b; def x = b.bytes(0, 64).toList(); [words(x, 0, 4), words(x, 4, 4), words(x, 8, 8), words(x, 16, 4), words(x, 20, 4)] }

[[0, 6, 0x100000], [1, 3, 0x230000], [1, 0, 0xff0000]].each { server, priority, address ->
  test("the queue of server $server, priority $priority: each field reads as it was set, and no other queue has it", source: 'devices/xive.rst 4', bringup: 82) {
    def (m, d) = machine()
    expect { queued(m, d, server << 3 | priority)[1] == 0 }
    queue m, d, server << 3 | priority, KVM_XIVE_EQ_ALWAYS_NOTIFY, 16, address, 1, 0x23
    expect { queued(m, d, server << 3 | priority) == [1L, 16L, address as long, 1L, 0x23L] }
    expect { queued(m, d, (1 - server) << 3 | priority)[1] == 0 && queued(m, d, server << 3 | (priority ? priority - 1 : 5))[1] == 0 }
    queue m, d, server << 3 | priority, 0, 0, 0
    expect { queued(m, d, server << 3 | priority)[1] == 0 }
  }
}
[['a server that there is not', 9 << 3 | 6, 1, 16, 0x100000, ENOENT], ['the priority 7', 7, 1, 16, 0x100000, EINVAL], ['without its flag', 6, 0, 16, 0x100000, EINVAL], ['a flag that there is not', 6, 3, 16, 0x100000, EINVAL],
 ['a size that there is not', 6, 1, 13, 0x100000, EINVAL], ['a page that is not aligned', 6, 1, 16, 0x101000, EINVAL], ['a page that is no memory', 6, 1, 16, 0x40000000, EINVAL], ['a size of more than a page', 6, 1, 24, 0, EINVAL]].each { name, id, flags, shift, address, errno ->
  test("a queue of $name: $errno", source: 'devices/xive.rst 4', bringup: 82) { def (m, d) = machine(); expect(errno: errno) { queue m, d, id, flags, shift, address } }
}
[16, 0x1200, 0x1fff].each { n ->
  test("source $n: a message or a level is taken, configured for a queue, and synchronized", source: 'devices/xive.rst 2, 3, 5', bringup: 82) {
    def (m, d) = machine()
    expect(errno: ENOENT) { set d, CONFIG, n, 6L | 0x1200L << 33 }
    expect(errno: ENOENT) { set d, SYNC, n }
    [0, KVM_XIVE_LEVEL_SENSITIVE, KVM_XIVE_LEVEL_SENSITIVE | KVM_XIVE_LEVEL_ASSERTED].each { set d, SOURCE, n, it }
    queue m, d, 1 << 3 | 6, 1, 16, 0x100000
    expect { set(d, CONFIG, n, 6L | 1L << 3 | (n as long) << 33) == 0 && set(d, SYNC, n) == 0 }
    expect { set(d, CONFIG, n, 1L << 32) == 0 }                                   // masked
  }
}
test('a source behind the last one is out of range: E2BIG', source: 'devices/xive.rst 2', bringup: 82) { def (m, d) = machine(); set d, SOURCE, 0xfffff; expect(errno: E2BIG) { set d, SOURCE, 0x100000 } }
test('a source for the priority 7: EINVAL; a source beside one that was made: EINVAL', source: 'devices/xive.rst 3') {
  def (m, d) = machine()
  set d, SOURCE, 32
  expect(errno: EINVAL) { set d, CONFIG, 32, 7 }
  expect(errno: EINVAL) { set d, CONFIG, 33, 6 }
  expect(errno: EINVAL) { set d, SYNC, 33 }
}
test('KVM_DEV_XIVE_RESET takes the queues away, KVM_DEV_XIVE_EQ_SYNC leaves them', source: 'devices/xive.rst 1', bringup: 82) {
  def (m, d) = machine()
  queue m, d, 6, 1, 16, 0x100000
  set d, CTRL, KVM_DEV_XIVE_EQ_SYNC
  expect { queued(m, d, 6)[1] == 16 }
  set d, CTRL, KVM_DEV_XIVE_RESET
  expect { queued(m, d, 6)[1] == 0 }
}
test('the number of servers: more than there may be is EINVAL, and once a vCPU is connected EBUSY', source: 'devices/xive.rst 1.3') {
  def m = bare(), fd = device(m), d = m.deviceFd(fd)
  set d, CTRL, KVM_DEV_XIVE_NR_SERVERS, 16
  expect(errno: EINVAL) { set d, CTRL, KVM_DEV_XIVE_NR_SERVERS, 0 }
  connect m, fd, 0
  expect(errno: EBUSY) { set d, CTRL, KVM_DEV_XIVE_NR_SERVERS, 8 }
}
test('a vCPU is connected once: EBUSY; a server is one vCPU\'s: EEXIST; what is no XIVE: EPERM or EBADF', source: 'api.rst 6.10; arch/powerpc/kvm/book3s_xive_native.c') {
  def m = bare(), fd = device(m)
  expect(errno: EBADF) { connect m, 9999, 0 }
  connect m, fd, 0
  expect(errno: EBUSY) { connect m, fd, 0 }
  expect(errno: EEXIST) { connect m, fd, 1, 0 }
}
test('a XIVE is one of a VM: EEXIST; and an XICS beside it too', source: 'devices/xive.rst') { def (m, d) = machine(); expect(errno: EEXIST) { device m }; expect(errno: EEXIST) { m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS } }
test('KVM_HAS_DEVICE_ATTR has the three controls, sources that may be and queues, and nothing else: ENXIO', source: 'devices/xive.rst') {
  def (m, d) = machine()
  def has = { group, attr -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: group, attr: attr } }
  expect { [KVM_DEV_XIVE_RESET, KVM_DEV_XIVE_EQ_SYNC, KVM_DEV_XIVE_NR_SERVERS].every { has(CTRL, it) == null } && [SOURCE, CONFIG, SYNC].every { has(it, 16) == null && has(it, 0x100000) == ENXIO } && has(EQ, 6) == null }
  expect { has(CTRL, 9) == ENXIO && has(9, 0) == ENXIO }
}
test('VP_STATE, the state of a vCPU\'s thread context, reads as it was set', source: 'devices/xive.rst, VCPU state', bringup: 82) {
  def (m, d) = machine()
  def b = m.allocate(16), one = 0x104000000000008d
  def get = { v -> m.vcpu(v).ioctl KVM_GET_ONE_REG, id: one, addr: b; words(b.bytes(0, 16).toList(), 0, 8) }
  def other = get(1)
  b.write 0, [0, 0xff, 0x20, 0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0] as byte[]
  m.vcpu(0).ioctl KVM_SET_ONE_REG, id: one, addr: b
  expect { get(0) == 0xff0000000020ff00 && get(1) == other }
}
test('VP_STATE of a vCPU that is not connected: refused', source: 'arch/powerpc/kvm/book3s_xive_native.c') { def m = bare(), b = m.allocate(16); expect { attempt { m.vcpu(0).ioctl KVM_GET_ONE_REG, id: 0x104000000000008d, addr: b } in [ENXIO, ENOENT, EINVAL] } }
