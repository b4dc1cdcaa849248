// The SBI of a riscv64 guest: each extension is present when its register is 1 and absent when it is 0; what each function that KVM handles returns; and every
// field of the exit for functions that go to user space.
//   kvmsh -b qemu:riscv64 scripts/suite/riscv/sbi.groovy
//   kvmsh test scripts/suite/riscv -b qemu:riscv64 --filter '*HSM*'

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000
def code = asm(riscv64, at: at, '.option norvc; ecall; sd a0, 0(s0); sd a1, 8(s0); sw zero, 0(s1); wait: wfi; j wait; .balign 64; other: j other').bytes
def own = { n -> 0x8030000008000000 | n }
def guest = { setup = {} ->
  def m = vm {
    memory at: at, size: 128.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu 1
  }
  setup m
  m
}
def call = { m, eid, fid, args = [], vcpu = 0 ->
  def v = m.vcpu(vcpu)
  [a0: args[0] ?: 0, a1: args[1] ?: 0, a2: args[2] ?: 0, a3: args[3] ?: 0, a4: args[4] ?: 0, a5: args[5] ?: 0, a6: fid, a7: eid, s0: there, s1: door, pc: at].each { k, x -> v.reg k, x }
  m.mem there, u64: [0x5555, 0x5555]
  m.run until: mmio, vcpu: vcpu, within: 20.s
  [m.mem(there, 8).u64(0) as long, m.mem(there + 8, 8).u64(0) as long]          // negative: an SBI error
}
def NOT = -2L, INVALID = -3L, BASE = 0x10, TIME = 0x54494d45, IPI = 0x735049, RFENCE = 0x52464e43, SRST = 0x53525354, HSM = 0x48534d, PMU = 0x504d55,
    DBCN = 0x4442434e, STA = 0x535441, SUSP = 0x53555350, FWFT = 0x46574654, MPXY = 0x4d505859

// Register, name, extension, a function to call, and its arguments.
def extensions = [[1, 'TIME', TIME, 0, [-1]], [2, 'IPI', IPI, 0, [1]], [3, 'RFENCE', RFENCE, 0, [1]], [5, 'HSM', HSM, 2, [0]], [6, 'PMU', PMU, 0, []], [10, 'STA', STA, 0, [-1, -1]]]
extensions.each { n, name, eid, fid, args ->
  test("$name is found by a probe, and answers, while its register is 1", source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
    def m = guest()
    needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(own(n)), "the SBI extension $name"
    m.vcpu(0).reg own(n), 1
    expect { m.vcpu(0).reg(own(n)) == 1 }
    expect { call(m, BASE, 3, [eid]) == [0, 1] }
    expect { call(m, eid, fid, args)[0] != NOT }
  }
  test("$name is not found and not supported when its register is 0, and the other vCPU keeps it", source: 'RISC-V SBI specification; api.rst 5') {
    def m = guest()
    needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(own(n)), "the SBI extension $name"
    m.vcpu(0).reg own(n), 0
    expect { m.vcpu(0).reg(own(n)) == 0 && m.vcpu(1).reg(own(n)) == 1 }
    expect { call(m, BASE, 3, [eid]) == [0, 0] }
    expect { call(m, eid, fid, args)[0] == NOT }
  }
}
[[4, 'SRST', SRST, 0, [9]], [12, 'FWFT', FWFT, 1, [0]], [9, 'DBCN', DBCN, 2, [0x41]], [11, 'SUSP', SUSP, 0, [0]], [13, 'MPXY', MPXY, 0, []], [7, 'an experimental one', 0x08000001, 3, [1]], [8, 'one of a vendor', 0x09000001, 3, [1]]].each { n, name, eid, fid, args ->
  test("$name is not supported while its register is 0", source: 'RISC-V SBI specification; api.rst 5') {
    def m = guest { it.vcpu(0).reg own(n), 0 }
    expect { m.vcpu(0).reg(own(n)) == 0 }
    if (n < 7 || n > 8) expect { call(m, BASE, 3, [eid]) == [0, 0] }        // else user space answers the probe
    expect { call(m, eid, fid, args)[0] == NOT }
  }
}
// The multiple registers: each bit is an extension; one enables, the other disables.
test('the register of many SBI extensions enables and disables those that its bits name', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def v = guest().vcpu(0), enable = 0x8030000008010000, disable = 0x8030000008020000
  v.reg disable, 1 << 5 | 1 << 3
  expect { v.reg(own(5)) == 0 && v.reg(own(3)) == 0 && v.reg(own(2)) == 1 }
  v.reg enable, 1 << 5
  expect { v.reg(own(5)) == 1 && v.reg(own(3)) == 0 }
  expect { (v.reg(enable) & 0x2e) == 0x26 && (v.reg(disable) & 0x2e) == 0x08 }
}
(0..13).each { n ->
  test("SBI extension $n is switched before the first run, and after it that gives EBUSY", source: 'RISC-V SBI specification; api.rst 5') {
    def m = guest(), v = m.vcpu(0)
    needs v.ioctl(KVM_GET_REG_LIST).reg.contains(own(n)), "the register of SBI extension $n"
    def first = v.reg(own(n))
    v.reg own(n), 1 - first
    expect { v.reg(own(n)) == 1 - first }
    v.reg own(n), first
    call m, BASE, 0
    expect { v.reg(own(n)) == first }
    expect(errno: EBUSY) { v.reg own(n), 1 - first }
    expect { v.reg(own(n)) == first }
  }
}
test('an SBI extension that is neither on nor off: EINVAL; one that does not exist: ENOENT', source: 'RISC-V SBI specification; api.rst 5') {
  def v = guest().vcpu(0)
  expect(errno: EINVAL) { v.reg own(1), 2 }
  expect(errno: ENOENT) { v.reg own(99), 1 }
}

// BASE.
test('the version of the SBI is 2.0 or later, the implementation KVM (3)', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def m = guest()
  def (error, version) = call(m, BASE, 0)
  expect { error == 0 && version >= 0x2000000 && version < 0x10000000 }
  expect { call(m, BASE, 1) == [0, 3] }
}
test('the version of the implementation is that of a kernel, 5.16 or later: major, minor and patch level in a byte each', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def (error, version) = call(guest(), BASE, 2)
  expect { error == 0 && version >= 0x051000 && version < 0x200000 }
}
[['mvendorid', 2, 4, 0x12345], ['marchid', 3, 5, 0x23456], ['mimpid', 4, 6, 0x34567]].each { name, config, fid, value ->
  test("$name: the guest is told what user space sets, until the first run: EBUSY", source: 'RISC-V SBI specification; api.rst 5') {
    def m = guest { it.vcpu(0).reg 0x8030000001000000 | config, value }
    expect { m.vcpu(0).reg(0x8030000001000000 | config) == value }
    expect { call(m, BASE, fid) == [0, value] }
    m.vcpu(0).reg 0x8030000001000000 | config, value
    expect(errno: EBUSY) { m.vcpu(0).reg 0x8030000001000000 | config, value + 1 }
  }
}
[['a function that BASE lacks', BASE, 7], ['an extension that nobody has', 0x12345678, 0], ['a function that TIME lacks', TIME, 1], ['a function that IPI lacks', IPI, 1], ['a function that HSM lacks', HSM, 9],
 ['a function that RFENCE lacks', RFENCE, 99], ['a function that SRST lacks', SRST, 1], ['a function that PMU lacks', PMU, 99], ['a function that STA lacks', STA, 1]].each { name, eid, fid ->
  test("$name is not supported", source: 'RISC-V SBI specification; api.rst 5') { expect { call(guest(), eid, fid)[0] == NOT } }
}

// HSM: the states of two harts.
test('HSM: the hart that asks is started (0), the one that never ran is stopped (1), a hart that does not exist is invalid', source: 'RISC-V SBI specification; api.rst 5') {
  def m = guest()
  expect { call(m, HSM, 2, [0]) == [0, 0] && call(m, HSM, 2, [1]) == [0, 1] && call(m, HSM, 2, [2])[0] == INVALID }
}
test('HSM: a start makes the other hart runnable, with its number in a0, the argument in a1 and the address in pc', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def m = guest()
  m.mem at + 0x1000, bytes: asm(riscv64, at: at + 0x1000, '.option norvc; sd a0, 0(a1); csrr t0, satp; sd t0, 8(a1); csrr t0, sstatus; sd t0, 16(a1); sd a1, 0(s0); j .').bytes
  def v = m.vcpu(1)
  expect { v.ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }
  expect { call(m, HSM, 0, [1, at + 0x1000, there + 0x100])[0] == 0 }
  expect { v.ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE }
  expect { call(m, HSM, 2, [1]) == [0, 0] }
  def o = m.run until: mmio, vcpu: 1, within: 20.s
  expect { m.mem(there + 0x100, 24).u64(0) == 1 && m.mem(there + 0x100, 24).u64(8) == 0 && (m.mem(there + 0x100, 24).u64(16) & 2) == 0 }
}
test('HSM: a hart that runs is already available (-6), a hart that does not exist is invalid (-3)', source: 'RISC-V SBI specification; api.rst 5') {
  def m = guest()
  expect { call(m, HSM, 0, [0, at + 0x1000, 0])[0] == -6L && call(m, HSM, 0, [5, at + 0x1000, 0])[0] == INVALID }
}
test('HSM: a suspend that does not retain the hart is not supported, one of no type is invalid', source: 'RISC-V SBI specification; api.rst 5') {
  def m = guest()
  expect { call(m, HSM, 3, [0x80000000])[0] == NOT }
}
test('HSM: a stop leaves the hart stopped', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def m = guest(), v = m.vcpu(1)
  v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  [a6: 1, a7: HSM, pc: at].each { k, x -> v.reg k, x }
  expect { m.run(vcpu: 1, until: timeout, within: 500.ms).exits == 0 }
  expect { v.ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }
  expect { call(m, HSM, 2, [1]) == [0, 1] }
}

// IPI and RFENCE: masks of harts.
[['one hart', 2, 0, [0, 2]], ['both', 3, 0, [2, 2]], ['a base of 1', 1, 1, [0, 2]], ['all, by a base of -1', 0, -1, [2, 2]]].each { name, mask, base, sips ->
  test("IPI to $name sets the software interrupt of exactly those", source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
    def m = guest { it.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE }
    expect { call(m, IPI, 0, [mask, base]) == [0, 0] }
    expect { [0, 1].collect { m.vcpu(it).reg('sip') & 2 } == sips }
  }
}
test('IPI to a hart that does not exist is invalid', source: 'RISC-V SBI specification; api.rst 5') { expect { call(guest(), IPI, 0, [1, 40])[0] == INVALID } }
[['fence.i', 0], ['sfence.vma', 1], ['sfence.vma with an ASID', 2]].each { name, fid ->
  test("RFENCE $name of the own hart succeeds", source: 'RISC-V SBI specification; api.rst 5', bringup: 90) { expect { call(guest(), RFENCE, fid, [1, 0, 0x80000000, 0x1000, 1]) == [0, 0] } }
  test("RFENCE $name of a hart that does not exist is invalid", source: 'RISC-V SBI specification; api.rst 5') { expect { call(guest(), RFENCE, fid, [1, 40, 0x80000000, 0x1000, 1])[0] == INVALID } }
}
(3..6).each { fid -> test("RFENCE hfence, function $fid: a guest without nested guests is refused", source: 'RISC-V SBI specification; api.rst 5') { expect { call(guest(), RFENCE, fid, [1, 0, 0, 0x1000, 0])[0] == NOT } } }

// SRST: every field of the system event.
[['shutdown', 0, 0, KVM_SYSTEM_EVENT_SHUTDOWN], ['shutdown for a failure', 0, 1, KVM_SYSTEM_EVENT_SHUTDOWN], ['cold reboot', 1, 0x1234, KVM_SYSTEM_EVENT_RESET], ['warm reboot', 2, 1, KVM_SYSTEM_EVENT_RESET]].each { name, type, reason, event ->
  test("SRST $name is a system event of its type, with the reason as data", source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
    def m = guest(), v = m.vcpu(0)
    [a0: type, a1: reason, a6: 0, a7: SRST].each { k, x -> v.reg k, x }
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_SYSTEM_EVENT }
    expect { v.run.system_event.type == event && v.run.system_event.ndata == 1 && v.run.system_event.data[0] == reason }
  }
}
test('SRST of a type that does not exist is refused, without an exit', source: 'RISC-V SBI specification; api.rst 5') { expect { call(guest(), SRST, 0, [3, 0])[0] == NOT } }

// What goes to user space.
[[7, 'an experimental extension', 0x08000012], [8, 'a vendor\'s extension', 0x09000034], [9, 'DBCN', DBCN], [13, 'MPXY', MPXY], [0, 'console putchar of old', 1], [0, 'console getchar of old', 2]].each { n, name, eid ->
  test("$name goes to user space with its number, function and six arguments, and a0 and a1 come back", source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
    def m = guest(), v = m.vcpu(0)
    needs v.ioctl(KVM_GET_REG_LIST).reg.contains(own(n)), "the register of SBI extension $n"
    v.reg own(n), 1
    if (n == 0) needs call(m, BASE, 3, [eid])[1] == 1, 'the SBI of version 0.1'
    def fid = n == 0 ? 0 : 1
    def args = (1..6).collect { 0x1111111111111111 * it }
    [a0: args[0], a1: args[1], a2: args[2], a3: args[3], a4: args[4], a5: args[5], a6: fid, a7: eid, s0: there, s1: door].each { k, x -> v.reg k, x }
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_RISCV_SBI }
    expect { v.run.riscv_sbi.extension_id == eid && v.run.riscv_sbi.function_id == fid }
    expect { (0..5).collect { v.run.riscv_sbi.args[it] } == args }
    v.run.riscv_sbi.ret[0] = 0x123456789abcdef
    v.run.riscv_sbi.ret[1] = 0x7edcba9876543210
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_MMIO && m.mem(there, 16).u64(0) == 0x123456789abcdef }
    if (n != 0) expect { m.mem(there, 16).u64(8) == 0x7edcba9876543210 }
  }
}

test('SUSP goes to user space, and the hart goes on where the guest said, with its number in a0 and the argument in a1', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def m = guest(), v = m.vcpu(0)
  needs v.ioctl(KVM_GET_REG_LIST).reg.contains(own(11)), 'the register of SBI extension 11'
  v.reg own(11), 1
  m.mem at + 0x1000, bytes: asm(riscv64, at: at + 0x1000, '.option norvc; li a2, 0x80008000; sd a0, 0(a2); sd a1, 8(a2); li a3, 0x10000000; sw a1, 0(a3); j .').bytes
  [a0: 0, a1: at + 0x1000, a2: 0x123456789, a3: 0x44, a4: 0x55, a5: 0x66, a6: 0, a7: SUSP].each { k, x -> v.reg k, x }
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_RISCV_SBI && v.run.riscv_sbi.extension_id == SUSP && v.run.riscv_sbi.function_id == 0 }
  expect { (0..5).collect { v.run.riscv_sbi.args[it] } == [0, at + 0x1000, 0x123456789, 0x44, 0x55, 0x66] }
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_MMIO && m.mem(there, 16).u64(0) == 0 && m.mem(there, 16).u64(8) == 0x123456789 }
}
test('SUSP while another hart runs is denied (-4)', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def m = guest { it.vcpu(0).reg own(11), 1; it.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE }
  expect { call(m, SUSP, 0, [0, at + 0x1000, 5])[0] == -4L }
}
// STA: where the guest wants its stolen time.
test('STA: the guest gives an address and user space reads it, and the other way the guest\'s steal time is written there', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) {
  def m = guest(), v = m.vcpu(0), low = 0x803000000a000000
  needs v.ioctl(KVM_GET_REG_LIST).reg.contains(low), 'steal time'
  expect { v.reg(low) == 0xffffffffffffffff && v.reg(low + 1) == 0 || v.reg(low + 1) == 0xffffffffffffffff }
  m.mem there + 0x100, fill: 0x77, length: 64
  expect { call(m, STA, 0, [there + 0x100, 0, 0]) == [0, 0] }
  expect { v.reg(low) == there + 0x100 && v.reg(low + 1) == 0 }
  expect { m.mem(there + 0x100, 64).bytes.toList() != [0x77] * 64 }
  expect { call(m, STA, 0, [-1, -1, 0]) == [0, 0] }
  expect { v.reg(low) == 0xffffffffffffffff }
  v.reg low, there + 0x140
  expect { v.reg(low) == there + 0x140 && m.vcpu(1).reg(low) == 0xffffffffffffffff }
}
[['flags', [0x80009000, 0, 1], -3], ['an address that is no multiple of 64', [0x80009010, 0, 0], -3], ['an address outside memory', [0x40000000, 0, 0], -5]].each { name, args, answer ->
  test("STA with $name gives $answer", source: 'RISC-V SBI specification; api.rst 5', bringup: 90) { expect { call(guest(), STA, 0, args)[0] == (answer as long) } }
}
test('TIME: a time in the future is taken', source: 'RISC-V SBI specification; api.rst 5', bringup: 90) { expect { call(guest(), TIME, 0, [-1]) == [0, 0] } }
// PMU.
test('PMU: there are counters, each with a width, and one that is not there is invalid', source: 'RISC-V SBI specification; api.rst 5') {
  def m = guest()
  needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(own(6)), 'the SBI extension PMU'
  def (error, count) = call(m, PMU, 0)
  expect { error == 0 && count > 3 && count < 65 }
  expect { call(m, PMU, 1, [0])[0] == 0 && (call(m, PMU, 1, [0])[1] >> 12 & 0x3f) >= 31 }
  expect { call(m, PMU, 1, [count])[0] == INVALID }
}
