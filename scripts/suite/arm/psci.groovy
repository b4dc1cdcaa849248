// PSCI and SMCCC of an arm64 guest: each function and each error, every field of the exits, by hvc; and which functions each version has.
//   kvmsh -b qemu:arm64 scripts/suite/arm/psci.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter 'CPU_ON*'

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = at + 0x10000
def code = asm(arm64, at: at, 'hvc #0; stp x0, x1, [x20]; stp x2, x3, [x20, #16]; str x0, [x21]; b .').bytes
def guest = { setup = {} ->
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { powerOff }
  }
  setup m
  m
}
def prepare = { v, fn, args -> [x0: fn, x1: args[0] ?: 0, x2: args[1] ?: 0, x3: args[2] ?: 0, x20: there, x21: door, pc: at].each { k, x -> v.reg k, x } }
def call = { m, fn, args = [], vcpu = 0 ->
  prepare m.vcpu(vcpu), fn, args
  m.run until: mmio, vcpu: vcpu, within: 20.s
  (0..3).collect { m.mem(there + 8 * it, 8).u64(0) as long }
}
def VERSION = 0x6030000000140000, NOT = -1L, INVALID = -2L
// The version.
[['1.1', 0x10001], ['1.0', 0x10000], ['0.2', 2]].each { name, value ->
  test("PSCI_VERSION is $name when user space sets that", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
    def m = guest { it.vcpu(0).reg VERSION, value }
    expect { m.vcpu(0).reg(VERSION) == value && m.vcpu(1).reg(VERSION) == value }
    expect { call(m, 0x84000000) == [value, 0, 0, 0] }
  }
}
test('PSCI_VERSION of a new vCPU is 1.0 or later', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { call(guest(), 0x84000000)[0] >= 0x10000 } }
[['0.1 for a vCPU that has PSCI 0.2', 1], ['0.3', 3], ['1.99', 0x10063], ['of nothing', 0]].each { name, value ->
  test("a PSCI version $name is refused: EINVAL", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect(errno: EINVAL) { guest().vcpu(0).reg VERSION, value } }
}
test('a vCPU without the feature PSCI_0_2 has PSCI 0.1, its own numbers, and no functions of 0.2', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  def m = vm { cpu features: []; memory at: at, size: 64.KB; load at: at, bytes: code; vcpu(0) { start at } }
  expect { m.vcpu(0).reg(VERSION) == 1 }
  expect { call(m, 0x84000000)[0] == NOT && call(m, 0x95c1ba5e)[0] == NOT }
  expect(errno: EINVAL) { m.vcpu(0).reg VERSION, 2 }
}
// PSCI_FEATURES: function, what it answers for 1.1, 1.0 (null: not supported).
[PSCI_VERSION: [0x84000000, 0, 0], CPU_SUSPEND: [0x84000001, 0, 0], 'CPU_SUSPEND of 64 bits': [0xc4000001, 0, 0], CPU_OFF: [0x84000002, 0, 0], CPU_ON: [0x84000003, 0, 0], 'CPU_ON of 64 bits': [0xc4000003, 0, 0],
 AFFINITY_INFO: [0x84000004, 0, 0], 'AFFINITY_INFO of 64 bits': [0xc4000004, 0, 0], MIGRATE: [0x84000005, -1, -1], MIGRATE_INFO_TYPE: [0x84000006, 0, 0], MIGRATE_INFO_UP_CPU: [0x84000007, -1, -1],
 SYSTEM_OFF: [0x84000008, 0, 0], SYSTEM_RESET: [0x84000009, 0, 0], PSCI_FEATURES: [0x8400000a, 0, 0], CPU_FREEZE: [0x8400000b, -1, -1], 'SYSTEM_SUSPEND, which is off': [0x8400000e, -1, -1],
 SYSTEM_RESET2: [0x84000012, 0, -1], 'SYSTEM_RESET2 of 64 bits': [0xc4000012, 0, -1], SMCCC_VERSION: [0x80000000, 0, 0]].each { name, row ->
  def (fn, one, zero) = row
  test("PSCI_FEATURES of $name is ${one ? 'not supported' : 'there'}, and with PSCI 1.0 ${zero ? 'not supported' : 'there'}", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') {
    def latest = guest { it.vcpu(0).reg VERSION, 0x10001 }
    expect { call(latest, 0x8400000a, [fn])[0] == one }
    def older = guest { it.vcpu(0).reg VERSION, 0x10000 }
    expect { call(older, 0x8400000a, [fn])[0] == zero }
  }
}
test('PSCI_FEATURES is not supported by PSCI 0.2', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect { call(guest { it.vcpu(0).reg VERSION, 2 }, 0x8400000a, [0x84000000])[0] == NOT } }
[MIGRATE: 0x84000005, MIGRATE_INFO_UP_CPU: 0x84000007, CPU_FREEZE: 0x8400000b, 'SYSTEM_SUSPEND, which is off': 0xc400000e, 'a number that PSCI lacks': 0x8400001f].each { name, fn ->
  test("$name is not supported", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect { call(guest(), fn) == [NOT, 0, 0, 0] } }
}
test('MIGRATE_INFO_TYPE: nothing need migrate (2)', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { call(guest(), 0x84000006) == [2, 0, 0, 0] } }
// Two vCPUs.
[['of 32 bits', 0x84000003], ['of 64 bits', 0xc4000003]].each { name, fn ->
  test("CPU_ON $name makes the other vCPU runnable, at the address, with the context in x0, at EL1 with interrupts masked", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
    def m = guest()
    m.mem at + 0x1000, bytes: asm(arm64, at: at + 0x1000, "mov x2, #0x8000; movk x2, #0x4000, lsl 16; mrs x1, daif; stp x0, x1, [x2, #0x100]; mrs x1, currentel; mrs x3, sctlr_el1; and x3, x3, #1; stp x1, x3, [x2, #0x110]; str x0, [x2, #0x7ff8]; mov x4, #0; movk x4, #0x4001, lsl 16; str x0, [x4]; b .").bytes
    expect { m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }
    expect { call(m, fn, [1, at + 0x1000, 0x12345678]) == [0, 0, 0, 0] }
    expect { m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_RUNNABLE }
    m.run until: mmio, vcpu: 1, within: 20.s
    def seen = (0..3).collect { m.mem(there + 0x100 + 8 * it, 8).u64(0) as long }
    expect { seen == [0x12345678L, 0x3c0L, 4L, 0L] }
  }
}
test('CPU_ON of 32 bits takes the lower halves of its arguments', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  def m = guest()
  m.mem at + 0x1000, bytes: asm(arm64, at: at + 0x1000, 'mov x4, #0; movk x4, #0x4001, lsl 16; str x0, [x4, #-8]; str x0, [x4]; b .').bytes
  expect { call(m, 0x84000003, [0x700000001, 0x700000000 + at + 0x1000, 0x712345678])[0] == 0 }
  m.run until: mmio, vcpu: 1, within: 20.s
  expect { m.mem(at + 0xfff8, 8).u64(0) == 0x12345678 }
}
[['of itself: it is on already (-4)', 0, -4], ['of a vCPU that is not there: invalid (-2)', 5, -2], ['with bits that no affinity has: invalid (-2)', 0x1000000000000001, -2]].each { name, target, answer ->
  test("CPU_ON $name", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { call(guest(), 0xc4000003, [target, at + 0x1000, 0])[0] == answer } }
}
test('CPU_ON twice: it is on already (-4)', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  def m = guest()
  expect { call(m, 0xc4000003, [1, at, 0])[0] == 0 && call(m, 0xc4000003, [1, at, 0])[0] == -4 }
}
test('CPU_OFF stops the vCPU that calls it, and AFFINITY_INFO says so', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  def m = guest { it.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE }
  expect { call(m, 0xc4000004, [1, 0])[0] == 0 }
  prepare m.vcpu(1), 0x84000002, []
  expect { m.run(until: timeout, vcpu: 1, within: 400.ms).exits == 0 }
  expect { m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED }
  expect { call(m, 0xc4000004, [1, 0])[0] == 1 }
}
[['itself is on', 0, 0, 0], ['the other is off', 1, 0, 1], ['one of its cluster is on', 1, 1, 0], ['a vCPU that is not there is invalid', 9, 0, -2], ['a level that is not there is invalid', 0, 4, -2]].each { name, target, level, answer ->
  test("AFFINITY_INFO: $name ($answer)", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { call(guest(), 0xc4000004, [target, level])[0] == answer && call(guest(), 0x84000004, [target, level])[0] == answer } }
}
// Exits, every field.
[['SYSTEM_OFF', 0x84000008, [], KVM_SYSTEM_EVENT_SHUTDOWN, 0], ['SYSTEM_RESET', 0x84000009, [], KVM_SYSTEM_EVENT_RESET, 0], ['SYSTEM_RESET2, warm', 0xc4000012, [0, 0x1234], KVM_SYSTEM_EVENT_RESET, 1],
 ['SYSTEM_RESET2 of 32 bits, of a vendor', 0x84000012, [0x80000000, 0], KVM_SYSTEM_EVENT_RESET, 1]].each { name, fn, args, type, flags ->
  test("$name: a system event with its type and flags; all vCPUs are stopped, and the caller would read an internal failure (-6)", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
    def m = guest { it.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE }
    def v = m.vcpu(0)
    prepare v, fn, args
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_SYSTEM_EVENT && v.run.system_event.type == type }
    expect { v.run.system_event.ndata == 1 && v.run.system_event.data[0] == flags }
    expect { [0, 1].every { m.vcpu(it).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_STOPPED } }
    expect { (v.reg('x0') as long) == -6L }
  }
}
test('SYSTEM_RESET2 of a type that is reserved is invalid (-2)', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect { call(guest(), 0xc4000012, [5, 0])[0] == INVALID } }
test('SYSTEM_SUSPEND, once KVM_CAP_ARM_SYSTEM_SUSPEND is enabled: a system event of its type, with the arguments in the registers', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  needs cap: KVM_CAP_ARM_SYSTEM_SUSPEND
  def m = guest(), v = m.vcpu(0)
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_SYSTEM_SUSPEND
  expect { call(m, 0x8400000a, [0xc400000e])[0] == 0 }
  v.run.immediate_exit = 1               // completes the guest's last store
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  v.run.immediate_exit = 0
  prepare v, 0xc400000e, [at + 0x2000, 0x5678]
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_SYSTEM_EVENT && v.run.system_event.type == KVM_SYSTEM_EVENT_SUSPEND }
  expect { v.reg('x0') == 0xc400000e && v.reg('x1') == at + 0x2000 && v.reg('x2') == 0x5678 }
}
test('MP state SUSPENDED: the vCPU waits, and a wake-up is a system event', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  needs cap: KVM_CAP_ARM_SYSTEM_SUSPEND
  def m = guest(), v = m.vcpu(0)
  v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_SUSPENDED
  expect { v.ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_SUSPENDED }
}
[KVM_MP_STATE_HALTED: 3, KVM_MP_STATE_UNINITIALIZED: 1, 'no state': 99].each { name, n ->
  test("MP state: $name is refused: EINVAL", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect(errno: EINVAL) { guest().vcpu(0).ioctl KVM_SET_MP_STATE, mp_state: n } }
}
// SMCCC.
test('SMCCC_VERSION is 1.1 or later', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { def v = call(guest(), 0x80000000); v[0] >= 0x10001 && v[0] < 0x20000 } }
[['itself, the version', 0x80000000], ['a function that is not there', 0x8000ffff], ['the stolen time, unless its feature is on', 0xc5000020]].each { name, fn ->
  test("SMCCC_ARCH_FEATURES of $name", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { call(guest(), 0x80000001, [fn])[0] == (fn == 0xc5000020 ? 0 : NOT) } }
}
test('the hypervisor\'s UUID is KVM\'s', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) { expect { call(guest(), 0x8600ff01).collect { it & 0xffffffffL } == [0xb66fb428L, 0xe911c52eL, 0x564bcaa9L, 0x743a004dL] } }
test('the hypervisor\'s features are those of its firmware register', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  def m = guest()
  expect { call(m, 0x86000000)[0] == (m.vcpu(0).reg(0x6030000000160002) as long) }
}
// The firmware's bit maps: what a bit takes away.
[['standard services: the random number generator', 0, 1, 0x84000050], ['hypervisor services: stolen time', 1, 1, 0xc5000020], ['a vendor\'s services: the UUID', 2, 1, 0x8600ff01]].each { name, n, bit, fn ->
  def one = 0x6030000000160000 | n
  test("$name: there while the bit is set, not supported while it is clear, and settled with the first run: EBUSY", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') {
    def m = guest(), own = m.vcpu(0).reg(one) as long
    expect { (own & bit) == bit && call(m, fn)[0] != NOT || fn == 0xc5000020 }
    expect(errno: EBUSY) { m.vcpu(0).reg one, own & ~(bit as long) }
    def less = guest { it.vcpu(0).reg one, own & ~(bit as long) }
    expect { less.vcpu(0).reg(one) == (own & ~(bit as long)) && less.vcpu(1).reg(one) == (own & ~(bit as long)) }
    expect { call(less, fn)[0] == NOT }
  }
  test("$name: a bit that the kernel does not have is refused: EINVAL", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect(errno: EINVAL) { guest().vcpu(0).reg one, 1L << 40 } }
}
(1..3).each { n ->
  test("the workaround $n: user space takes what the kernel has, and no more: EINVAL; the guest is told the same", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') {
    def m = guest(), one = 0x6030000000140000 | n, own = m.vcpu(0).reg(one) as long
    m.vcpu(0).reg one, own
    expect(errno: EINVAL) { m.vcpu(0).reg one, 15 }
    def fn = [0x80008000, 0x80007fff, 0x80003fff][n - 1]
    def told = n == 2 ? (own == 3 ? -2L : -1L) : [-1L, 0L, 1L][own as int]        // not available, available, not required
    expect { call(m, 0x80000001, [fn])[0] == told }
  }
}
// TRNG.
test('TRNG: version 1.0, its functions, its UUID', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098', bringup: 95) {
  def m = guest()
  expect { call(m, 0x84000050)[0] == 0x10000 }
  expect { [0x84000050, 0x84000051, 0x84000052, 0x84000053, 0xc4000053].every { call(m, 0x84000051, [it])[0] >= 0 } && call(m, 0x84000051, [0x84000054])[0] == NOT }
  expect { call(m, 0x84000052).any { it != 0 } }
}
[['of 32 bits', 0x84000053, 96, 32], ['of 64 bits', 0xc4000053, 192, 64]].each { name, fn, most, width ->
  test("TRNG $name: up to $most bits, and no more than were asked for; more is invalid (-2)", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') {
    def m = guest()
    def one = call(m, fn, [most]), two = call(m, fn, [most])
    expect { one[0] == 0 && two[0] == 0 && one.drop(1) != two.drop(1) }
    def few = call(m, fn, [8])
    expect { few[0] == 0 && few[1] == 0 && few[2] == 0 && few[3] >= 0 && few[3] < 256 }
    expect { call(m, fn, [most + 1])[0] == INVALID }
  }
  test("TRNG $name: no bits at all is invalid (-2)", source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect { call(guest(), fn, [0])[0] == INVALID } }
}
test('an hvc that nobody answers is not supported, and the guest goes on', source: 'arm/hypercalls.rst; Arm DEN0022, DEN0028, DEN0098') { expect { call(guest(), 0xc6001234) == [NOT, 0, 0, 0] } }
