// The XICS of a powerpc guest, in the kernel alone or on a XIVE: each field of a source and of a presentation controller both ways, delivery by priority and
// server, what H_XIRR, H_EOI, H_CPPR, H_IPI and H_IPOLL do, the four RTAS calls, eventfds, and errnos.
//   kvmsh test scripts/suite/ppc/xics.groovy -b qemu:ppc64
//   kvmsh test scripts/suite/ppc/xics.groovy -b qemu:ppc64-powernv

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs cap: KVM_CAP_IRQ_XICS
needs asm: ppc64le

def at = 0x1000, list = 0x8000, there = 0xfff000, door = 0x1000000, rtas = 0x9000
def EOI = 0x64, CPPR = 0x68, IPI = 0x6c, IPOLL = 0x70, XIRR = 0x74, XIRR_X = 0x2fc, RTAS = 0xf000
def ICP = 'KVM_REG_PPC_ICP_STATE', LEVEL = KVM_XICS_LEVEL_SENSITIVE, MASKED = KVM_XICS_MASKED, PENDING = KVM_XICS_PENDING
// A list of hypercalls, each of a number and four arguments; what r3, r4 and r5 are behind it is stored. At 0x500 is what an external interrupt does.
def code = asm(ppc64le, at: at, '''
1:      ld 3, 0(14); cmpdi 3, 0; beq 2f
        ld 4, 8(14); ld 5, 16(14); ld 6, 24(14); ld 7, 32(14); addi 14, 14, 40
        sc 1
        std 3, 0(15); std 4, 8(15); std 5, 16(15); addi 15, 15, 24
        b 1b
2:      std 3, 0(16)
        b .
''').bytes
def vector = asm(ppc64le, at: 0x500, 'li 20, 0x500; std 20, 0(16); b .').bytes
def bare = { ->
  vm {
    platform SPAPR
    memory at: 0, size: 16.MB
    load at: 0x500, bytes: vector
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
}
def connect = { m, d, vcpu, server = vcpu -> m.vcpu(vcpu).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_IRQ_XICS, args: [d, server] }
def controller = { m -> m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS).fd as int }
def machine = { -> def m = bare(), fd = controller(m); [0, 1].each { connect m, fd, it }; [m, m.deviceFd(fd)] }
def source = { d, n, server, priority, flags = 0 -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_XICS_GRP_SOURCES, attr: n, value: (server as long) | (priority as long) << 32 | flags }
def state = { d, n -> d.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_XICS_GRP_SOURCES, attr: n).value as long }
def calls = { m, hcalls, vcpu = 0 ->
  m.mem list, u64: hcalls.collectMany { h -> (0..4).collect { (h[it] ?: 0) as long } } + [0L]
  def r = m.vcpu(vcpu).ioctl KVM_GET_REGS
  [14: list, 15: there, 16: door].each { k, n -> r.gpr[k] = n }
  r.pc = at
  m.vcpu(vcpu).ioctl KVM_SET_REGS, r
  m.run until: mmio, vcpu: vcpu, within: 20.s
  def seen = m.mem(there, 24 * hcalls.size())
  (0..<hcalls.size()).collect { i -> (0..2).collect { seen.u64(24 * i + 8 * it) as long } }
}
def accept = { m, vcpu = 0 -> def (r3, xirr) = calls(m, [[XIRR]], vcpu)[0]; expect { r3 == 0 }; xirr }
def line = { m, n, up = 1 -> m.ioctl KVM_IRQ_LINE, irq: n, level: up }
def open = { m, priority = 0xff, vcpu = 0 -> expect { calls(m, [[CPPR, priority]], vcpu)[0][0] == 0 } }

// Sources.
[16, 17, 1023, 1024, 0x1200, 0xfffff].each { n ->
  test("source $n: server, priority and flags read as they were set, and its neighbor is none: ENOENT", source: 'devices/xics.rst') {
    def (m, d) = machine()
    source d, n, 1, 5, MASKED
    expect { state(d, n) == (1L | 5L << 32 | MASKED) }
    source d, n, 0, 7, LEVEL
    expect { state(d, n) == (7L << 32 | LEVEL) }
    expect(errno: ENOENT) { state d, n == 16 ? 0x400 * 3 : n - 1 }
  }
}
[0, 15, 0x100000].each { n -> test("source $n is none: ENOENT", source: 'devices/xics.rst') { def (m, d) = machine(); expect(errno: ENOENT) { source d, n, 0, 5 } } }
test('a source for a server that there is not: EINVAL', boards: 'qemu:ppc64', source: 'arch/powerpc/kvm/book3s_xics.c, xics_set_source') { def (m, d) = machine(); expect(errno: EINVAL) { source d, 32, 7, 5 } }

// Delivery.
[0, 1].each { vcpu ->
  [16, 0x1203].each { n ->
    test("a message of source $n for server $vcpu is in its H_XIRR with the priority of before, once, and not in the other's", source: 'devices/xics.rst; PAPR, H_XIRR', bringup: 80) {
      def (m, d) = machine()
      source d, n, vcpu, 5
      [0, 1].each { open m, 0xff, it }
      line m, n
      expect { accept(m, 1 - vcpu) == (0xffL << 24) }
      expect { accept(m, vcpu) == (0xffL << 24 | n) }
      // It is accepted: the processor has its priority, and nothing more comes.
      expect { accept(m, vcpu) == 5L << 24 }
      expect { calls(m, [[EOI, 0xffL << 24 | n], [XIRR]], vcpu)[1].take(2) == [0L, 0xffL << 24] }
      line m, n
      expect { accept(m, vcpu) == (0xffL << 24 | n) }
    }
  }
}
[[2, false], [3, false], [4, true], [0xff, true], [0, false]].each { priority, comes ->
  test("a source of priority 3 ${comes ? 'comes' : 'waits'} at a processor of priority $priority", source: 'PAPR, H_CPPR; devices/xics.rst', bringup: 80) {
    def (m, d) = machine()
    source d, 32, 0, 3
    open m, priority
    line m, 32
    expect { accept(m) == ((priority as long) << 24 | (comes ? 32 : 0)) }
    if (!comes) { open m, 0xff; expect { accept(m) == (0xffL << 24 | 32) } }
  }
}
test('of sources that wait the one of the highest priority, the lowest number, comes first, and one of a higher passes one that is accepted', boards: 'qemu:ppc64', source: 'PAPR, H_XIRR; devices/xics.rst', bringup: 80) {
  def (m, d) = machine()
  [[32, 6], [33, 3], [34, 5], [35, 2]].each { n, p -> source d, n, 0, p }
  open m
  [32, 33, 34].each { line m, it }
  expect { accept(m) == (0xffL << 24 | 33) }
  line m, 35
  expect { accept(m) == (3L << 24 | 35) }
  calls m, [[EOI, 3L << 24 | 35], [EOI, 0xffL << 24 | 33]]
  expect { accept(m) == (0xffL << 24 | 34) }
  calls m, [[EOI, 0xffL << 24 | 34]]
  expect { accept(m) == (0xffL << 24 | 32) }
}
test('a source by level comes again after its end while its line is up, and not when it is down', source: 'devices/xics.rst', bringup: 80) {
  def (m, d) = machine()
  source d, 40, 0, 5, LEVEL
  open m
  line m, 40
  2.times { expect { accept(m) == (0xffL << 24 | 40) }; calls m, [[EOI, 0xffL << 24 | 40]] }
  expect { accept(m) == (0xffL << 24 | 40) }
  line m, 40, 0
  expect { calls(m, [[EOI, 0xffL << 24 | 40], [XIRR]])[1][1] == 0xffL << 24 }
}
test('a source that is masked waits, and comes when it is not', source: 'devices/xics.rst', bringup: 80) {
  def (m, d) = machine()
  source d, 32, 0, 5, MASKED
  open m
  line m, 32
  expect { accept(m) == 0xffL << 24 }
  source d, 32, 0, 5, PENDING
  expect { accept(m) == (0xffL << 24 | 32) }
}
test('an interrupt is at 0x500 once MSR.EE is set, and not before', source: 'Power ISA, External interrupt; arch/powerpc/kvm/book3s_hv.c', bringup: 80) {
  [0x8000000000001001, 0x8000000000009001].each { msr ->
    def (m, d) = machine()
    source d, 32, 0, 5
    open m
    m.vcpu(0).reg 'KVM_REG_PPC_LPCR_64', m.vcpu(0).reg('KVM_REG_PPC_LPCR_64') | 0x2000000        // ILE: little-endian there
    line m, 32
    [pc: at + code.length - 8, r3: 0x111, r16: door, r20: 0, msr: msr].each { k, n -> m.vcpu(0).reg k, n }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.vcpu(0).reg('r20') == (msr == 0x8000000000009001 ? 0x500 : 0) }
  }
}
// Between processors.
test('H_IPI: its priority is the other server\'s interrupt 2, by H_IPOLL too, and 0xff takes it away', source: 'PAPR, H_IPI, H_IPOLL; devices/xics.rst', bringup: 80) {
  def (m, d) = machine()
  [0, 1].each { open m, 0xff, it }
  expect { calls(m, [[IPI, 1, 4]])[0][0] == 0 }
  expect { calls(m, [[IPOLL, 1]], 1)[0].take(2) == [0L, 0xffL << 24 | 2] }
  expect { accept(m, 0) == 0xffL << 24 }
  expect { accept(m, 1) == (0xffL << 24 | 2) && accept(m, 1) == 4L << 24 }
  expect { calls(m, [[IPI, 1, 0xff], [EOI, 0xffL << 24 | 2], [XIRR]], 1)[2][1] == 0xffL << 24 }
}
test('an IPI of a lower priority than a source waits behind it', boards: 'qemu:ppc64', source: 'PAPR, H_IPI; devices/xics.rst', bringup: 80) {
  def (m, d) = machine()
  source d, 32, 0, 3
  open m
  calls m, [[IPI, 0, 5]]
  expect { calls(m, [[IPOLL, 0]])[0][1] == (0xffL << 24 | 2) }
  line m, 32
  expect { accept(m) == (0xffL << 24 | 32) }
  expect { calls(m, [[EOI, 0xffL << 24 | 32], [XIRR]])[1][1] == (0xffL << 24 | 2) }
}
test('H_IPOLL of another server has its priority, its interrupt and its IPI', source: 'PAPR, H_IPOLL; arch/powerpc/kvm/book3s_xics.c, kvmppc_h_ipoll', bringup: 80) {
  def (m, d) = machine()
  [0, 1].each { open m, 0xff, it }
  calls m, [[IPI, 1, 4]]
  expect { calls(m, [[IPOLL, 1]], 0)[0] == [0L, 0xffL << 24 | 2, 4L] }
}
test('H_IPI and H_IPOLL of a server that there is not: H_PARAMETER (-4)', source: 'PAPR, H_IPI', bringup: 80) { def (m, d) = machine(); expect { calls(m, [[IPI, 9, 4], [IPOLL, 9]]).collect { it[0] } == [-4L, -4L] } }
test('H_XIRR_X is H_XIRR with a time in r5', source: 'PAPR, H_XIRR_X', bringup: 80) {
  def (m, d) = machine()
  source d, 32, 0, 5
  open m
  line m, 32
  def (r3, r4, r5) = calls(m, [[XIRR_X]])[0]
  expect { r3 == 0 && r4 == (0xffL << 24 | 32) && r5 != 0 }
}
test('H_EOI of a source that there is not: H_PARAMETER (-4)', source: 'arch/powerpc/kvm/book3s_xics.c, ics_eoi', bringup: 80) { def (m, d) = machine(); expect { calls(m, [[EOI, 0xffL << 24 | 0x3333]])[0][0] == -4L } }
// The state of a presentation controller.
test('ICP state: user space sets priority, IPI and interrupt, and reads them; the guest has them', source: 'devices/xics.rst; api.rst 4.68, 4.69', bringup: 80) {
  def (m, d) = machine()
  source d, 32, 0, 5
  def made = 0xffL << 56 | 0xffL << 24 | 0xffL << 16
  [0, 1].each { m.vcpu(it).reg ICP, made }
  expect { m.vcpu(0).reg(ICP) == made }
  open m, 5
  expect { (m.vcpu(0).reg(ICP) as long) >>> 56 == 5 && (m.vcpu(1).reg(ICP) as long) >>> 56 == 0xff }
  m.vcpu(1).reg ICP, 4L << 56 | 0xffL << 24 | 0xffL << 16
  expect { accept(m, 1) == 4L << 24 }
  calls m, [[IPI, 1, 5]]
  expect { ((m.vcpu(1).reg(ICP) as long) >>> 24 & 0xff) == 5 }
}
test('ICP state: an IPI that user space sets comes', source: 'devices/xics.rst; api.rst 4.68', bringup: 80) {
  def (m, d) = machine()
  m.vcpu(1).reg ICP, 0xffL << 56 | 2L << 32 | 6L << 24 | 6L << 16
  expect { accept(m, 1) == (0xffL << 24 | 2) }
}
test('ICP state with an interrupt and no priority: EINVAL', boards: 'qemu:ppc64', source: 'arch/powerpc/kvm/book3s_xics.c, kvmppc_xics_set_icp') { def (m, d) = machine(); expect(errno: EINVAL) { m.vcpu(0).reg ICP, 0xffL << 56 | 2L << 32 | 0xffL << 24 | 0xffL << 16 } }
// RTAS.
def be = { words -> words.collectMany { w -> (3..0).collect { (w as long) >> 8 * it & 0xff } } as byte[] }
def token = { m, n, name -> m.ioctl KVM_PPC_RTAS_DEFINE_TOKEN, name: (name.bytes.toList() + [0] * 120).take(120), token: n }
def firmware = { m, n, args, rets ->
  m.mem rtas, bytes: be([n, args.size(), rets] + args + [0x55] * rets)
  def h = calls(m, [[RTAS, rtas]])[0][0], b = m.mem(rtas, 4 * (3 + args.size() + rets)).bytes.toList()
  expect { h == 0 }
  (0..<rets).collect { i -> (0..3).inject(0) { sum, j -> sum << 8 | b[4 * (3 + args.size() + i) + j] & 0xff } }
}
def withTokens = { -> def (m, d) = machine(); ['ibm,set-xive', 'ibm,get-xive', 'ibm,int-off', 'ibm,int-on'].eachWithIndex { x, i -> token m, 0x2001 + i, x }; [m, d] }
test('ibm,set-xive sets server and priority of a source, and ibm,get-xive gets them', source: 'PAPR, ibm,set-xive; arch/powerpc/kvm/book3s_rtas.c', bringup: 80) {
  def (m, d) = withTokens()
  source d, 32, 0, 5
  expect { firmware(m, 0x2002, [32], 3) == [0, 0, 5] }
  expect { firmware(m, 0x2001, [32, 1, 9 & 7], 1) == [0] }
  expect { firmware(m, 0x2002, [32], 3) == [0, 1, 1] && (state(d, 32) & 0xffffffffffL) == (1L | 1L << 32) }
  [0, 1].each { open m, 0xff, it }
  line m, 32
  expect { accept(m, 0) == 0xffL << 24 && accept(m, 1) == (0xffL << 24 | 32) }
}
test('ibm,int-off masks a source, and ibm,int-on lets come what came since', source: 'PAPR, ibm,int-off; arch/powerpc/kvm/book3s_rtas.c', bringup: 80) {
  def (m, d) = withTokens()
  source d, 32, 0, 5
  open m
  expect { firmware(m, 0x2003, [32], 1) == [0] && (state(d, 32) & MASKED) != 0 }
  line m, 32
  expect { accept(m) == 0xffL << 24 }
  expect { firmware(m, 0x2004, [32], 1) == [0] && (state(d, 32) & MASKED) == 0 && (state(d, 32) >> 32 & 0xff) == 5 }
  expect { accept(m) == (0xffL << 24 | 32) }
}
[[0x2001, [0x3333, 0, 5], 1, 'ibm,set-xive'], [0x2002, [0x3333], 3, 'ibm,get-xive'], [0x2003, [0x3333], 1, 'ibm,int-off'], [0x2004, [0x3333], 1, 'ibm,int-on'], [0x2001, [32, 9, 5], 1, 'ibm,set-xive with a server that there is not, as']].each { n, args, rets, name ->
  test("$name of a source that there is not: -3", source: 'arch/powerpc/kvm/book3s_rtas.c', bringup: 80) { def (m, d) = withTokens(); source d, 32, 0, 5; expect { firmware(m, n, args, rets)[0] == -3 } }
}
[[0x2001, [32, 0], 1], [0x2002, [32], 2], [0x2003, [32, 1], 1], [0x2004, [32], 2]].each { n, args, rets ->
  test("the RTAS call ${Integer.toHexString(n)} with a wrong number of arguments or results: -3", source: 'arch/powerpc/kvm/book3s_rtas.c') { def (m, d) = withTokens(); source d, 32, 0, 5; expect { firmware(m, n, args, rets)[0] == -3 } }
}
test('a token of RTAS: another name gives ENOENT, one that is used EEXIST; one that is taken away goes to user space', source: 'api.rst 4.79, KVM_PPC_RTAS_DEFINE_TOKEN') {
  def (m, d) = withTokens()
  expect(errno: ENOENT) { token m, 0x2010, 'ibm,nobody' }
  expect(errno: EEXIST) { token m, 0x2001, 'ibm,get-xive' }
  token m, 0, 'ibm,set-xive'
  source d, 32, 0, 5
  m.mem rtas, bytes: be([0x2001, 3, 1, 32, 1, 6, 0])
  m.mem list, u64: [RTAS, rtas, 0, 0, 0, 0]
  [r14: list, r15: there, r16: door, pc: at].each { k, n -> m.vcpu(0).reg k, n }
  m.vcpu(0).ioctl KVM_RUN
  expect { m.vcpu(0).run.exit_reason == KVM_EXIT_PAPR_HCALL && m.vcpu(0).run.papr_hcall.nr == RTAS && m.vcpu(0).run.papr_hcall.args[0] == rtas && state(d, 32) == 5L << 32 }
}
// Without a controller, and its errnos.
[EOI, CPPR, IPI, IPOLL, XIRR, XIRR_X].each { nr ->
  test("the hypercall ${Integer.toHexString(nr)} of a vCPU without XICS goes to user space", source: 'arch/powerpc/kvm/book3s_hv.c, kvmppc_pseries_do_hcall', bringup: 80) {
    def m = bare()
    m.mem list, u64: [nr, 0x11, 0x22, 0, 0, 0]
    [r14: list, r15: there, r16: door].each { k, n -> m.vcpu(0).reg k, n }
    m.vcpu(0).ioctl KVM_RUN
    expect { m.vcpu(0).run.exit_reason == KVM_EXIT_PAPR_HCALL && m.vcpu(0).run.papr_hcall.nr == nr && m.vcpu(0).run.papr_hcall.args[1] == 0x22 }
  }
}
test('a vCPU is connected once: EBUSY; a server is one vCPU\'s: EEXIST; what is no XICS: EPERM or EBADF', source: 'api.rst 6.4, KVM_CAP_IRQ_XICS') {
  def m = bare(), fd = controller(m)
  expect(errno: EBADF) { connect m, 9999, 0 }
  connect m, fd, 0
  expect(errno: EBUSY) { connect m, fd, 0 }
  expect(errno: EEXIST) { connect m, fd, 1, 0 }
  connect m, fd, 1
}
test('a second controller of a VM: EEXIST', source: 'arch/powerpc/kvm/book3s_xics.c, kvmppc_xics_create') { def (m, d) = machine(); expect(errno: EEXIST) { controller m } }
test('the number of servers: more than there may be is EINVAL, and once a vCPU is connected EBUSY', source: 'devices/xics.rst 2.1') {
  def m = bare(), fd = controller(m), d = m.deviceFd(fd), set = { n -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_XICS_GRP_CTRL, attr: KVM_DEV_XICS_NR_SERVERS, value: n }
  needs attempt { set 16 } == null, 'the number of servers, which the XICS without a XIVE does not take'
  expect(errno: EINVAL) { set 0x10000 }
  connect m, fd, 0
  expect(errno: EBUSY) { set 8 }
}
test('KVM_HAS_DEVICE_ATTR has sources that may be, and no other group: ENXIO', source: 'devices/xics.rst') {
  def (m, d) = machine()
  def has = { group, n -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: group, attr: n } }
  expect { [16, 0xfffff].every { has(KVM_DEV_XICS_GRP_SOURCES, it) == null } && [15, 0x100000].every { has(KVM_DEV_XICS_GRP_SOURCES, it) == ENXIO } && has(9, 0) == ENXIO }
}
test('an eventfd of KVM_IRQFD is a message of its source', source: 'api.rst 4.75', bringup: 80) {
  def (m, d) = machine()
  source d, 36, 0, 5
  open m
  def e = m.irqfd gsi: 36
  e.signal()
  expect { accept(m) == (0xffL << 24 | 36) }
}
