// The state of an AIA: each register of the APLIC (MMIO) and of each vCPU's IMSIC (siselect and sireg) is set by its device attribute and read by the guest,
// and set by the guest and read by its attribute; the configuration and its errors; a snapshot and a move preserve the state.
//   kvmsh -b qemu:riscv64 scripts/suite/riscv/aia-state.groovy
//   kvmsh test scripts/suite/riscv -b qemu:riscv64 --filter 'eie*'

needs boards: 'riscv64', device: 'KVM_DEV_TYPE_RISCV_AIA'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000, aplic = 0xc000000, imsic = 0x28000000
def CONFIG = KVM_DEV_RISCV_AIA_GRP_CONFIG, ADDR = KVM_DEV_RISCV_AIA_GRP_ADDR, CTRL = KVM_DEV_RISCV_AIA_GRP_CTRL, A = KVM_DEV_RISCV_AIA_GRP_APLIC, I = KVM_DEV_RISCV_AIA_GRP_IMSIC
def code = asm(riscv64, at: at, '''
  .option norvc
  lw t0, 0(a1); sd t0, 0(a4); sw a2, 0(a1); lw t0, 0(a1); sd t0, 8(a4); sw zero, 0(a5); j .
  .balign 64
  csrw 0x150, a1; csrr t0, 0x151; sd t0, 0(a4); csrw 0x151, a2; csrr t0, 0x151; sd t0, 8(a4); sw zero, 0(a5); j .
''').bytes
def device = { m -> m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_RISCV_AIA).fd) }
def set = { d, group, attr, value -> d.ioctl KVM_SET_DEVICE_ATTR, group: group, attr: attr, value: value }
def get = { d, group, attr -> d.ioctl(KVM_GET_DEVICE_ATTR, group: group, attr: attr).value as long }
def bare = {
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  [m, device(m)]
}
def configured = { d ->
  set d, CONFIG, KVM_DEV_RISCV_AIA_CONFIG_MODE, KVM_DEV_RISCV_AIA_MODE_EMUL
  set d, CONFIG, KVM_DEV_RISCV_AIA_CONFIG_IDS, 255
  set d, CONFIG, KVM_DEV_RISCV_AIA_CONFIG_SRCS, 63
  set d, CONFIG, KVM_DEV_RISCV_AIA_CONFIG_HART_BITS, 1
  set d, ADDR, KVM_DEV_RISCV_AIA_ADDR_APLIC, aplic
  [0, 1].each { set d, ADDR, 1 + it, imsic + 0x1000 * it }
}
def machine = {
  def (m, d) = bare()
  configured d
  set d, CTRL, KVM_DEV_RISCV_AIA_CTRL_INIT, 0
  [m, d]
}
def guest = { m, vcpu, piece, register, value ->
  [a1: register, a2: value, a4: there, a5: door, pc: at + 64 * piece].each { k, x -> m.vcpu(vcpu).reg k, x }
  m.run until: mmio, vcpu: vcpu, within: 20.s
  [m.mem(there, 8).u64(0) as long, m.mem(there + 8, 8).u64(0) as long]
}
// Name, offset, what the attribute sets, what both read then, what the guest writes, what both read then.
def rows = [
  ['domaincfg', 0x0000, 0x80000104, 0x80000104, 0, 0x80000004],
  ['setip0', 0x1c00, 0x00000220, 0x00000220, 0x00001102, 0x00001322], ['setip1', 0x1c04, 0x00000220, 0x00000220, 0x00001102, 0x00001322],
  ['setie0', 0x1e00, 0x00000220, 0x00000220, 0x00001102, 0x00001322], ['setie1', 0x1e04, 0x00000220, 0x00000220, 0x00001102, 0x00001322],
] + (1..63).collect { ["sourcecfg$it".toString(), 4 * it, 4, 4, 5, 5] } + (1..63).collect { ["target$it".toString(), 0x3000 + 4 * it, 1 << 18 | 0x15, 1 << 18 | 0x15, 0xaa, 0xaa] }
def ready = { ->
  def (m, d) = machine()
  (1..63).each { set d, A, 4 * it, 4 }          // edges: a bit that is set stays
  [m, d]
}
def unsigned = { long x -> x & 0xffffffffL }
rows.each { name, offset, a, ra, b, rb ->
  test("$name: the guest reads what KVM_SET_DEVICE_ATTR wrote", source: 'RISC-V AIA specification') {
    def (m, d) = ready()
    set d, A, offset, a
    expect { unsigned(get(d, A, offset)) == ra }
    expect { unsigned(guest(m, 0, 0, aplic + offset, b)[0]) == ra }
  }
  test("$name: KVM_GET_DEVICE_ATTR reads what the guest wrote", source: 'RISC-V AIA specification') {
    def (m, d) = ready()
    set d, A, offset, a
    expect { unsigned(guest(m, 1, 0, aplic + offset, b)[1]) == rb }
    expect { unsigned(get(d, A, offset)) == rb }
  }
}
[['in_clrip0', 0x1c00, 0x1d00], ['in_clrip1', 0x1c04, 0x1d04], ['clrie0', 0x1e00, 0x1f00], ['clrie1', 0x1e04, 0x1f04]].each { name, sets, clears ->
  test("$name clears what its ones name, for user space and the guest", source: 'RISC-V AIA specification') {
    def (m, d) = ready()
    set d, A, sets, 0x3366
    set d, A, clears, 0x1122
    expect { unsigned(get(d, A, sets)) == 0x2244 }
    guest m, 0, 0, aplic + clears, 0x2040
    expect { unsigned(get(d, A, sets)) == 0x0204 }
  }
}
[['setipnum', 0x1cdc, 0x1c04, 0, 0x200], ['clripnum', 0x1ddc, 0x1c04, 0x600, 0x400], ['setienum', 0x1edc, 0x1e04, 0, 0x200], ['clrienum', 0x1fdc, 0x1e04, 0x600, 0x400]].each { name, offset, register, before, after ->
  test("$name: the number 41 that the guest writes is bit 9 of the second word", source: 'RISC-V AIA specification') {
    def (m, d) = ready()
    if (before) set d, A, register, before
    guest m, 0, 0, aplic + offset, 41
    expect { unsigned(get(d, A, register)) == after }
  }
}
test('a source that is inactive has no pending bit', source: 'RISC-V AIA specification') {
  def (m, d) = ready()
  set d, A, 4 * 9, 0
  set d, A, 0x1c00, 0x200
  expect { get(d, A, 0x1c00) == 0 }
}
test('a source that is inactive has no enable bit', source: 'RISC-V AIA specification') {
  def (m, d) = ready()
  set d, A, 4 * 9, 0
  set d, A, 0x1e00, 0x200
  expect { get(d, A, 0x1e00) == 0 }
}
test('a source that is inactive has no target', source: 'RISC-V AIA specification') {
  def (m, d) = ready()
  set d, A, 4 * 9, 0
  set d, A, 0x3000 + 4 * 9, 0x15
  expect { get(d, A, 0x3000 + 4 * 9) == 0 }
}
// The IMSIC of each vCPU.
def isel = { vcpu, n -> vcpu << KVM_DEV_RISCV_AIA_IMSIC_ISEL_BITS | n }
def imsicRows = [['eidelivery', 0x70, 1, 1, 0, 0], ['eithreshold', 0x72, 0x55, 0x55, 0x2a, 0x2a]] +
  (0..3).collect { ["eip${2 * it}".toString(), 0x80 + 2 * it, 0x11223344 + 0x10 * it, 0x11223344 + 0x10 * it, 0x21436586, 0x21436586] } +
  (0..3).collect { ["eie${2 * it}".toString(), 0xc0 + 2 * it, 0x11223344 + 0x10 * it, 0x11223344 + 0x10 * it, 0x21436586, 0x21436586] }
imsicRows.each { name, n, a, ra, b, rb ->
  [0, 1].each { vcpu ->
    test("$name of vCPU $vcpu: the guest reads what KVM_SET_DEVICE_ATTR wrote, and user space what the guest wrote", source: 'RISC-V AIA specification') {
      def (m, d) = machine()
      def other = get(d, I, isel(1 - vcpu, n))
      set d, I, isel(vcpu, n), a
      expect { get(d, I, isel(vcpu, n)) == ra && get(d, I, isel(1 - vcpu, n)) == other }
      expect { guest(m, vcpu, 1, n, b) == [ra, rb] }
      expect { get(d, I, isel(vcpu, n)) == rb && get(d, I, isel(1 - vcpu, n)) == other }
    }
  }
}
// Bits 32 to 63 are interrupts of their own, for a guest of 64 bits in the same register.
[['eip2', 0x82], ['eie2', 0xc2]].each { name, n ->
  test("$name: the upper 32 bits, set by user space, are read by user space and by the guest", source: 'RISC-V AIA specification') {
    def (m, d) = machine()
    def b = m.allocate 8
    b.write 0, [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11]
    d.ioctl KVM_SET_DEVICE_ATTR, group: I, attr: isel(0, n), addr: b
    expect { guest(m, 0, 1, n, 0)[0] == 0x1122334455667788 }
  }
  test("$name: the upper 32 bits, set by the guest, are read by the guest", source: 'RISC-V AIA specification') {
    def (m, d) = machine()
    expect { guest(m, 0, 1, n, 0x2143658710203040)[1] == 0x2143658710203040 }
  }
}
[KVM_DEV_RISCV_AIA_CONFIG_MODE: 0, KVM_DEV_RISCV_AIA_CONFIG_IDS: 255, KVM_DEV_RISCV_AIA_CONFIG_SRCS: 63, KVM_DEV_RISCV_AIA_CONFIG_GROUP_BITS: 1, KVM_DEV_RISCV_AIA_CONFIG_GROUP_SHIFT: 30,
 KVM_DEV_RISCV_AIA_CONFIG_HART_BITS: 2, KVM_DEV_RISCV_AIA_CONFIG_GUEST_BITS: 1].eachWithIndex { name, value, n ->
  test("$name reads as it was set, and after the device is complete it is settled: EBUSY", source: 'RISC-V AIA specification') {
    def (m, d) = bare()
    set d, CONFIG, n, value
    expect { unsigned(get(d, CONFIG, n)) == value }
    def (other, complete) = machine()
    expect(errno: EBUSY) { set complete, CONFIG, n, value }
  }
}
[['a mode', 0, 3], ['62 identities', 1, 62], ['64 identities', 1, 64], ['2049 identities', 1, 2049], ['1024 sources', 2, 1024], ['group bits', 3, 9], ['a group shift', 4, 23], ['a group shift', 4, 57], ['hart bits', 5, 17],
 ['guest bits', 6, 9]].each { name, n, value ->
  test("$name of $value is too much or too little: EINVAL", source: 'RISC-V AIA specification') {
    def (m, d) = bare()
    expect(errno: EINVAL) { set d, CONFIG, n, value }
  }
}
[['the APLIC', 0, 0xc000000, 0x123], ['the IMSIC of vCPU 0', 1, 0x28000000, 0x800], ['the IMSIC of vCPU 1', 2, 0x28001000, 0x800]].each { name, n, address, off ->
  test("the address of $name reads as it was set, unaligned is EINVAL, and after the device is complete it is settled: EBUSY", source: 'RISC-V AIA specification') {
    def (m, d) = bare()
    expect(errno: EINVAL) { set d, ADDR, n, address + off }
    set d, ADDR, n, address
    expect { get(d, ADDR, n) == address }
    def (other, complete) = machine()
    expect { get(complete, ADDR, n) == address }
    expect(errno: EBUSY) { set complete, ADDR, n, address }
  }
}
test('KVM_HAS_DEVICE_ATTR has the groups and attributes', source: 'RISC-V AIA specification') {
  def (m, d) = machine()
  def has = { group, attr -> attempt { d.ioctl KVM_HAS_DEVICE_ATTR, group: group, attr: attr } }
  expect { (0..6).every { has(CONFIG, it) == null } && (0..2).every { has(ADDR, it) == null } && has(CTRL, 0) == null && has(A, 0x1c00) == null && has(I, isel(1, 0x70)) == null }
}
[['a configuration', CONFIG, 7, ENXIO], ['a control', CTRL, 1, ENXIO], ['a group', 9, 0, ENXIO], ['a register past the APLIC', A, 0x4000, ENODEV], ['an unaligned register of the APLIC', A, 2, EOPNOTSUPP],
 ['a register of the IMSIC', I, isel(0, 0x60), ENOENT], ['a vCPU', I, isel(9, 0x70), ENODEV]].each { name, group, attr, errno ->
  test("KVM_HAS_DEVICE_ATTR refuses $name that is not there: $errno", source: 'RISC-V AIA specification') {
    def (m, d) = machine()
    expect(errno: errno) { d.ioctl KVM_HAS_DEVICE_ATTR, group: group, attr: attr }
  }
}
test('a device that lacks an address is not completed: EINVAL; a second device: EEXIST; complete twice: EBUSY', source: 'RISC-V AIA specification') {
  def (m, d) = bare()
  set d, CONFIG, KVM_DEV_RISCV_AIA_CONFIG_SRCS, 63
  expect(errno: EINVAL) { set d, CTRL, KVM_DEV_RISCV_AIA_CTRL_INIT, 0 }
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_RISCV_AIA }
  def (other, complete) = machine()
  expect(errno: EBUSY) { set complete, CTRL, KVM_DEV_RISCV_AIA_CTRL_INIT, 0 }
}
test('the registers before the device is complete: EBUSY or ENODEV, and a vCPU after it has run keeps the device out: EBUSY', source: 'RISC-V AIA specification') {
  def (m, d) = bare()
  configured d
  expect { attempt { get d, A, 0x1c00 } == ENODEV && attempt { get d, I, isel(0, 0x70) } == ENODEV }
}
def whole = { d -> rows.collectEntries { [it[0], get(d, A, it[1])] } + imsicRows.collectEntries { [it[0], [get(d, I, isel(0, it[1])), get(d, I, isel(1, it[1]))]] } }
def fill = { d, salt ->
  (1..63).each { set d, A, 4 * it, 4 + salt }
  ['in_clrip': 0x1d00, 'clrie': 0x1f00].each { k, x -> set d, A, x, -1 & 0xffffffffL; set d, A, x + 4, 0xffffffffL }
  rows.findAll { !it[0].startsWith('sourcecfg') }.each { set d, A, it[1], it[2 + 2 * salt] }
  imsicRows.each { set d, I, isel(salt, it[1]), it[2]; set d, I, isel(1 - salt, it[1]), it[4] }
}
test('a snapshot brings every register back', source: 'RISC-V AIA specification', bringup: 150) {
  def (m, d) = machine()
  fill d, 0
  set d, A, 0, 0x80000004
  def before = whole(d), saved = m.snapshot()
  fill d, 1
  expect { whole(d) != before }
  m.restore saved
  def now = whole(d)
  expect { before.findAll { k, x -> now[k] != x } == [:] }
}
test('a move carries every register', source: 'RISC-V AIA specification', bringup: 160) {
  def (m, d) = machine()
  fill d, 0
  set d, A, 0, 0x80000004
  def move = m.moved()
  expect { move.done && move.differences.empty }
}
