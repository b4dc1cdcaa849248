// What KVM offers its guests: MSRs that CPUID features enable, with KVM_CAP_ENFORCE_PV_FEATURE_CPUID, hypercalls, steal time, EOI without an exit, clocks
// through the old MSRs, and KVM_CAP_EXIT_HYPERCALL.
//   kvmsh test scripts/suite/x86/paravirtual.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/paravirtual.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def GP = 'refused', PAGE = 0x8000, SEEN = 0x3000
def code = asm(x86_64, at: 0x1000, """
  read:  rdmsr; nop; out %al, \$0x80; hlt
  .org 0x10
  write: wrmsr; nop; out %al, \$0x80; hlt
  .org 0x20
  call:  vmmcall; nop; out %al, \$0x80; hlt
  .org 0x40
  fault: nop; out %al, \$0x81; hlt
  .org 0x60
  taken: btrl \$0, $PAGE; setc %bpl; nop; out %al, \$0x82; hlt
  .org 0x80
  on:    sti; mov \$3000, %ecx; 1: pause; dec %ecx; jnz 1b; cli; nop; out %al, \$0x84; hlt
""")
def FEATURES = 0x40000001L
def machine = { features = null ->
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(13): 0x1040, (0x41): 0x1060]); regs rsp: 0x9000 }
    vcpu 1
    vcpu 2
  }
  def entries = kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries as List
  if (features != null) entries.each { if (it.function == FEATURES) it.eax = it.eax & features }
  3.times { n ->
    def v = m.vcpu(n), s
    v.ioctl KVM_SET_CPUID2, entries: entries
    s = v.ioctl KVM_GET_LAPIC
    [[0xf0, 0xff], [0xf1, 1], [0x352, 1]].each { at, to -> s.regs[at] = to }
    v.ioctl KVM_SET_LAPIC, s
    v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
    if (features != null) v.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ENFORCE_PV_FEATURE_CPUID, args: [1]
  }
  m
}
def enter = { m, at, more = [:] -> m.reg([rip: 0x1000 + at, rsp: 0x9000, rflags: 2] + more); def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }
def read = { m, msr -> enter(m, 0, [rcx: msr]) == 0x80 ? (m.regs.rdx << 32 | m.regs.rax & 0xffffffffL) : GP }
def write = { m, msr, long value -> enter(m, 0x10, [rcx: msr, rax: value & 0xffffffffL, rdx: value >>> 32]) == 0x80 ? 'done' : GP }
def call = { m, n, a = 0, b = 0, c = 0, d = 0 -> expect { enter(m, 0x20, [rax: n, rbx: a, rcx: b, rdx: c, rsi: d]) == 0x80 }; m.regs.rax }
def bits = { m, cpu, at -> def s = m.vcpu(cpu).ioctl(KVM_GET_LAPIC); (0..255).findAll { s.regs[at + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) } }
def has = { bit -> kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries.any { it.function == FEATURES && (it.eax >> bit & 1) == 1 } }
def virtual = { needs board.kind != 'real', 'hypercalls of a guest in ring 0' }

test('leaf 40000000 has the name of KVM, and its features are in the next', source: 'cpuid.rst', bringup: 156) {
  def all = kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries.findAll { it.function in [0x40000000L, FEATURES] }
  expect { all[0].eax == FEATURES && [all[0].ebx, all[0].ecx, all[0].edx] == [0x4b4d564bL, 0x564b4d56L, 0x4dL] && (all[1].eax & 0x0100000bL) == 0x0100000bL }
}
[WALL_CLOCK: [0x11, 0], SYSTEM_TIME: [0x12, 0], WALL_CLOCK_NEW: [0x4b564d00, 3], SYSTEM_TIME_NEW: [0x4b564d01, 3], ASYNC_PF_EN: [0x4b564d02, 4], STEAL_TIME: [0x4b564d03, 5], PV_EOI_EN: [0x4b564d04, 6], POLL_CONTROL: [0x4b564d05, 12], ASYNC_PF_INT: [0x4b564d06, 14], ASYNC_PF_ACK: [0x4b564d07, 14]].each { name, x ->
  test("$name is read and written with its CPUID feature, and a general protection without it", source: 'api.rst, KVM_CAP_ENFORCE_PV_FEATURE_CPUID; msr.rst', bringup: 156) {
    needs cap: KVM_CAP_ENFORCE_PV_FEATURE_CPUID
    needs has(x[1]), "the feature $name"
    def m = machine(1L << x[1])
    expect { read(m, x[0]) != GP && write(m, x[0], 0) == 'done' }
    m = machine(~(1L << x[1]) & 0xffffffffL)
    expect { read(m, x[0]) == GP && write(m, x[0], 0) == GP }
  }
}
[[0x4b564d02L, 0x10, 'ASYNC_PF_EN'], [0x4b564d02L, 0x20, 'ASYNC_PF_EN'], [0x4b564d03L, 2, 'STEAL_TIME'], [0x4b564d03L, 0x3e, 'STEAL_TIME'], [0x4b564d05L, 2, 'POLL_CONTROL'], [0x4b564d04L, 2, 'PV_EOI_EN'], [0x4b564d06L, 0x100, 'ASYNC_PF_INT']].each { msr, value, name ->
  test("$name with the reserved bits ${Integer.toHexString(value)}: a general protection, and it stays", source: 'msr.rst', bringup: 156) { def m = machine(), before = read(m, msr); needs before != GP, name; expect { write(m, msr, value) == GP && read(m, msr) == before } }
}
test('steal time: an even version that grows, flags and padding 0', source: 'msr.rst', bringup: 156) {
  def m = machine()
  needs has(5), 'steal time'
  m.mem PAGE, u64: [0, 0, 0, 0, 0, 0, 0, 0]
  expect { write(m, 0x4b564d03L, PAGE | 1) == 'done' && read(m, 0x4b564d03L) == (PAGE | 1) }
  def version = m.mem(PAGE + 8, 4).u32(0)
  expect { version >= 2 && version % 2 == 0 && m.mem(PAGE + 12, 4).u32(0) == 0 && m.mem(PAGE + 24, 40).bytes.every { it == 0 } }
}
[[0x12, 'SYSTEM_TIME'], [0x4b564d01, 'SYSTEM_TIME_NEW']].each { msr, name ->
  test("$name: its page has a version, a factor and the clock of the VM, and is left alone when it is off", source: 'msr.rst', bringup: 156) {
    def m = machine()
    m.mem PAGE, u64: [0, 0, 0, 0]
    expect { write(m, msr, PAGE | 1) == 'done' && read(m, 0x174) == 0 }
    def p = m.mem(PAGE, 32)
    expect { p.u32(0) >= 2 && p.u32(0) % 2 == 0 && p.u64(8) != 0 && p.u64(16) <= m.ioctl(KVM_GET_CLOCK).clock && p.u32(24) != 0 }
    expect { write(m, msr, 0) == 'done' }
    m.mem PAGE, u64: [0, 0, 0, 0]
    m.ioctl KVM_SET_CLOCK, clock: 5_000_000_000L
    expect { read(m, 0x174) == 0 && m.mem(PAGE, 8).u64(0) == 0 }
  }
}
[[0x11, 'WALL_CLOCK'], [0x4b564d00, 'WALL_CLOCK_NEW']].each { msr, name ->
  test("$name: the time of the host at which the VM's clock was 0, with an even version", source: 'msr.rst', bringup: 156) {
    def m = machine()
    m.mem PAGE, u64: [0, 0]
    expect { write(m, msr, PAGE) == 'done' }
    def p = m.mem(PAGE, 12)
    expect { p.u32(0) >= 2 && p.u32(0) % 2 == 0 && p.u32(4) > 1_600_000_000L && p.u32(8) < 1_000_000_000L }
  }
}
test('the end of an interrupt without an exit: the bit is set while it may be used, and a cleared bit ends it', source: 'msr.rst, MSR_KVM_PV_EOI_EN', bringup: 156) {
  def m = machine()
  needs has(6), 'ends of interrupts without an exit'
  m.mem PAGE, u64: 0
  expect { write(m, 0x4b564d04L, PAGE | 1) == 'done' && read(m, 0x4b564d04L) == (PAGE | 1) }
  // An exit between the interrupt and its end takes the bit away: the guest tells whether it has cleared it, and it does at least once.
  def cleared = (1..30).collect {
    def s = m.vcpu(0).ioctl KVM_GET_LAPIC
    s.regs[0x120] = 0
    s.regs[0x220] = 2
    m.vcpu(0).ioctl KVM_SET_LAPIC, s
    expect { enter(m, 0x80, [rbp: 0]) == 0x82 && (m.regs.rbp == 1) == (bits(m, 0, 0x100) == []) && m.mem(PAGE, 4).u32(0) == 0 }
    m.regs.rbp
  }
  expect { cleared.contains(1L) || cleared.contains(1) }
}
test('the end of an interrupt by the APIC clears the bit', source: 'msr.rst, MSR_KVM_PV_EOI_EN', bringup: 156) {
  def m = machine()
  needs has(6), 'ends of interrupts without an exit'
  m.load at: 0x1060, bytes: asm(x86_64, at: 0x1060, 'mov $0xfee000b0, %ebx; movl $0, (%rbx); nop; out %al, $0x82').bytes
  expect { write(m, 0x4b564d04L, PAGE | 1) == 'done' }
  def s = m.vcpu(0).ioctl KVM_GET_LAPIC
  s.regs[0x220] = 6                                        // two vectors: the second keeps the first from being ended so
  m.vcpu(0).ioctl KVM_SET_LAPIC, s
  m.mem PAGE, u64: 0
  enter m, 0x80
  expect { m.mem(PAGE, 4).u32(0) == 0 }
}

// Hypercalls.
test('KVM_HC_KICK_CPU makes a vCPU that is halted runnable, and no other', source: 'hypercalls.rst', bringup: 156) {
  virtual()
  needs has(7), 'KVM_FEATURE_PV_UNHALT'
  def m = machine()
  [1, 2].each { m.vcpu(it).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED }
  expect { call(m, 5, 0, 1) == 0 && [1, 2].collect { m.vcpu(it).ioctl(KVM_GET_MP_STATE).mp_state } == [KVM_MP_STATE_RUNNABLE, KVM_MP_STATE_HALTED] }
}
[[1, 0, 0, [[0x61], [], []], 1], [6, 0, 0, [[], [0x61], [0x61]], 2], [1, 0, 2, [[], [], [0x61]], 1], [0, 1, 0, [[], [], []], 0]].each { low, high, first, right, count ->
  test("KVM_HC_SEND_IPI to the bits $low and $high from $first on: pending there and nowhere else, and their number", source: 'hypercalls.rst', bringup: 156) {
    virtual()
    needs has(11), 'KVM_FEATURE_PV_SEND_IPI'
    def m = machine()
    expect { call(m, 10, low, high, first, 0x61) == count && (0..2).collect { bits m, it, 0x200 } == right }
  }
}
test('KVM_HC_SEND_IPI of an NMI, and with a logical destination, which may not be', source: 'hypercalls.rst', bringup: 156) {
  virtual()
  def m = machine()
  expect { call(m, 10, 2, 0, 0, 0x400) == 1 && m.vcpu(1).ioctl(KVM_GET_VCPU_EVENTS).nmi.pending == 1 && call(m, 10, 2, 0, 0, 0x800) == -22 }
}
test('KVM_HC_SCHED_YIELD is 0', source: 'hypercalls.rst', bringup: 156) { virtual(); needs has(13), 'KVM_FEATURE_PV_SCHED_YIELD'; expect { call(machine(), 11, 1) == 0 } }
[[5, 7], [10, 11], [11, 13]].each { n, bit -> test("hypercall $n without its feature is none", source: 'api.rst, KVM_CAP_ENFORCE_PV_FEATURE_CPUID', bringup: 156) { virtual(); needs cap: KVM_CAP_ENFORCE_PV_FEATURE_CPUID; expect { call(machine(~(1L << bit) & 0xffffffffL), n, 1, 0, 0, 0x61) == -1000 } } }
test('a hypercall in 32-bit mode has the lower halves of its registers and result', source: 'hypercalls.rst', bringup: 156) {
  virtual()
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 01 d9 f4'; vcpu(0) { prot32 0x1000; regs rax: 0x7777 } }
  expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'hlt' && (m.regs.rax & 0xffffffffL) == 0xfffffc18L && m.regs.rax >>> 32 == 0 }
}
test('KVM_CAP_EXIT_HYPERCALL: MAP_GPA_RANGE is an exit with its arguments, and its result is in the guest', source: 'api.rst, KVM_CAP_EXIT_HYPERCALL', bringup: 156) {
  virtual()
  needs cap: KVM_CAP_EXIT_HYPERCALL
  def m = machine(), v = m.vcpu(0)
  expect { call(m, 12, 0x5000, 3, 0x10) == -1000 }
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_EXIT_HYPERCALL, args: [1L << 12]
  expect { enter(m, 0x20, [rax: 12, rbx: 0x5000, rcx: 3, rdx: 0x12, rsi: 9]) == 'hypercall' && v.run.hypercall.nr == 12 && (0..2).collect { v.run.hypercall.args[it] } == [0x5000, 3, 0x12] && (v.run.hypercall.longmode & 1) == 1 }
  v.run.hypercall.ret = 0x77
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' && m.regs.rax == 0x77 }
  [[0x5001, 3], [0x5000, 0], [0x5000, -1]].each { at, pages -> expect { call(m, 12, at, pages, 0x10) == -22 } }
  expect(errno: EINVAL) { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_EXIT_HYPERCALL, args: [1L << 3] }
}
