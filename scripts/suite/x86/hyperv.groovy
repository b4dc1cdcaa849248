// Hyper-V for guests: CPUID, the hypercall page and hypercalls, each MSR, the synthetic interrupt controller and timers, crashes and resets, KVM_HYPERV_EVENTFD, and
// KVM_CAP_HYPERV_ENFORCE_CPUID.
//   kvmsh test scripts/suite/x86/hyperv.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/hyperv.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_SYS_HYPERV_CPUID
needs cap: KVM_CAP_HYPERV_SYNIC2
needs asm: x86_64

def SEEN = 0x3000, LIST = 0x2000, CODE = 0x1000, PAGE = 0x8000, MESSAGES = 0xa000, EVENTS = 0xb000, GP = 'refused'
// A list of [0, MSR], [1, MSR, low, high], [2, input, first, second] for a hypercall; what is read is stored, and a general protection as well.
def code = asm(x86_64, at: CODE, """
         mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; mov %eax, %ebx; cmp \$-1, %eax; je done
         lodsl; mov %eax, %ecx; movq \$0, 8(%rdi)
         cmp \$1, %ebx; je write; ja call
         rdmsr; mov %eax, (%rdi); mov %edx, 4(%rdi); jmp stored
  write: lodsl; mov (%rsi), %edx; add \$4, %esi; wrmsr; jmp stored
  call:  lodsl; mov %eax, %edx; lodsl; mov %eax, %r8d; mov \$$PAGE, %eax; call *%rax; mov %rax, (%rdi)
  stored: add \$16, %edi; jmp next
  done:  nop; out %al, \$0x80; hlt
  .org 0x100
  fault: movq \$1, 8(%rdi); add \$8, %rsp; movq \$stored, (%rsp); iretq
  .org 0x200
  taken: nop; out %al, \$0x81; hlt
  .org 0x300
  wait:  sti; pause; jmp wait
""")
def leaves = { edit = { } -> def all = kvm.ioctl(KVM_GET_SUPPORTED_HV_CPUID, nent: 64).entries as List; all.each { edit it }; all }
def machine = { synic = false, edit = { } ->
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000; vectors([(13): CODE + 0x100, (0x61): CODE + 0x200, (0x72): CODE + 0x200]); regs rsp: 0x9000 }
    vcpu 1
    vcpu 2
  }
  def entries = kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries.findAll { (it.function >>> 28) != 4 } + leaves(edit)
  3.times { n ->
    def v = m.vcpu(n), s
    v.ioctl KVM_SET_CPUID2, entries: entries
    s = v.ioctl KVM_GET_LAPIC
    [[0xf0, 0xff], [0xf1, 1], [0x352, 1], [0xd3, 1 << n]].each { at, to -> s.regs[at] = to }
    v.ioctl KVM_SET_LAPIC, s
    v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
    if (synic) v.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HYPERV_SYNIC2
  }
  m
}
def enter = { m, list = null ->
  if (list != null) {
    m.mem SEEN, u64: [0] * (2 * list.size() + 2)
    m.mem LIST, u32: list.collectMany { it[0] == 1 ? [1, it[1], it[2] & 0xffffffffL, (it[2] as long) >>> 32] : it } + [0xffffffffL]
    m.reg rip: CODE, rsp: 0x9000, rflags: 2
  }
  def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s)
  e.name == 'io' ? v.run.io.port : e.name
}
def results = { m, n -> def seen = m.mem(SEEN, 16 * n); (0..<n).collect { seen.u64(16 * it + 8) ? GP : seen.u64(16 * it) } }
def play = { m, list -> expect { enter(m, list) == 0x80 }; results m, list.size() }
def read = { m, msr -> play(m, [[0, msr]])[0] }
def write = { m, msr, value -> play(m, [[1, msr, value]])[0] == GP ? GP : 'done' }
def get = { m, msr, cpu = 0 -> m.vcpu(cpu).ioctl(KVM_GET_MSRS, entries: [[index: msr]]).entries[0].data }
def set = { m, msr, value, cpu = 0 -> m.vcpu(cpu).ioctl KVM_SET_MSRS, entries: [[index: msr, data: value]] }
def bits = { m, cpu, at -> def s = m.vcpu(cpu).ioctl(KVM_GET_LAPIC); (0..255).findAll { s.regs[at + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) } }
def pending = { m -> (0..2).collect { bits m, it, 0x200 } }
def M = 0x40000000L, hypercalls = [[1, M, 0x8100000000000000L as long], [1, M + 1, PAGE | 1]]
def call = { m, input, first = 0, second = 0 -> play(m, hypercalls + [[2, input, first, second]])[2] }

test('KVM_GET_SUPPORTED_HV_CPUID: vendor, interface, features and limits; with too few entries: E2BIG', source: 'api.rst 4.118; TLFS 2', bringup: 157) {
  def all = leaves().collectEntries { [it.function, it] }
  expect { all[M].ebx == 0x756e694c && all[M].ecx == 0x564b2078 && all[M].edx == 0x7648204d && all[M + 1].eax == 0x31237648 }
  expect { (all[M + 3].eax & 0x3f) == 0x3f || (all[M + 3].eax & 0x7e) == 0x7e }
  expect { (all[M + 3].ebx & 0x30) == 0x30 && (all[M + 3].edx & 0x400) == 0x400 && all[M + 4].ebx == 0xfff && all[M + 5].eax == kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS) && all[M + 5].ebx == 64 }
  expect(errno: E2BIG) { kvm.ioctl KVM_GET_SUPPORTED_HV_CPUID, nent: 2 }
}
// MSRs that keep what they are given: by the guest, and by KVM_SET_MSRS.
[GUEST_OS_ID: [M, 0x8100000012345678L as long], CRASH_P0: [M + 0x100, 0x1111222233334444L], CRASH_P1: [M + 0x101, 0x55], CRASH_P2: [M + 0x102, 0x66], CRASH_P3: [M + 0x103, 0x77], CRASH_P4: [M + 0x104, 0x88], REENLIGHTENMENT: [M + 0x106, 0x1000000ef],
 TSC_EMULATION: [M + 0x107, 1], REFERENCE_TSC: [M + 0x21, 0xc000], VP_ASSIST: [M + 0x73, 0xd001], STIMER0_CONFIG: [M + 0xb0, 0x30002], STIMER1_CONFIG: [M + 0xb2, 0x40002], STIMER2_COUNT: [M + 0xb5, 0x1234], STIMER3_COUNT: [M + 0xb7, 0x123456789aL]].each { name, x ->
  test("$name: the guest reads what it has written and what KVM_SET_MSRS has set, and KVM_GET_MSRS gets it", source: 'TLFS appendix F', bringup: 157) {
    def m = machine(true)
    expect { write(m, x[0], x[1]) == 'done' && read(m, x[0]) == x[1] && get(m, x[0]) == x[1] }
    m = machine(true)
    expect { set(m, x[0], x[1]) == 1 && get(m, x[0]) == x[1] && read(m, x[0]) == x[1] }
  }
}
[M + 2, M + 0x10, M + 0x20, M + 0x22, M + 0x23].each { msr -> test("MSR ${Long.toHexString(msr)} can be read and not written", source: 'TLFS appendix F', bringup: 157) { def m = machine(); expect { read(m, msr) != GP && write(m, msr, 1) == GP } } }
test('VP_INDEX is the number of the vCPU, and KVM_SET_MSRS sets another, which hypercalls find', source: 'TLFS 7.3', bringup: 157) {
  def m = machine()
  expect { (0..2).collect { get m, M + 2, it } == [0, 1, 2] && read(m, M + 2) == 0 }
  expect { set(m, M + 2, 9, 1) == 1 && get(m, M + 2, 1) == 9 && call(m, 0x1000b, 0x61, 1 << 9) == 0 && pending(m) == [[], [0x61], []] }
}
test('VP_RUNTIME and TIME_REF_COUNT run', source: 'TLFS 12', bringup: 157) { def m = machine(), a = read(m, M + 0x20), b = read(m, M + 0x20); expect { a >= 0 && b > a && (m.ioctl(KVM_GET_CLOCK).clock / 100) as long >= b && read(m, M + 0x10) >= 0 } }
test('TSC_FREQUENCY is that of KVM_GET_TSC_KHZ, and APIC_FREQUENCY 1 GHz', source: 'TLFS 12', bringup: 157) { def m = machine(); expect { read(m, M + 0x22) == 1000L * m.vcpu(0).ioctl(KVM_GET_TSC_KHZ) && read(m, M + 0x23) == 1_000_000_000L } }
test('the page of the reference TSC has a sequence, a factor and an offset that give TIME_REF_COUNT', source: 'TLFS 12.7', bringup: 157) {
  def m = machine()
  m.mem 0xc000, u64: [0x55] * 4
  def seen = play(m, [[1, M + 0x21, 0xc001], [0, M + 0x20], [0, 0x10], [0, M + 0x20]]), page = m.mem(0xc000, 24)
  expect { seen[0] != GP && page.u64(0) != 0x55 }
  if ((page.u64(0) & 0xffffffffL) != 0) {
    def time = (new BigInteger(Long.toUnsignedString(seen[2])).multiply(new BigInteger(Long.toUnsignedString(page.u64(8)))).shiftRight(64)).longValue() + page.u64(16)
    expect { seen[1] <= time + 10 && time <= seen[3] + 10 }
  }
}
// The hypercall page.
test('the hypercall page has a hypercall and a return, and is off without an OS id', source: 'TLFS 3.13', bringup: 157) {
  def m = machine()
  m.mem PAGE, u64: 0
  expect { write(m, M + 1, PAGE | 1) == 'done' && m.mem(PAGE, 8).u64(0) == 0 && get(m, M + 1) == 0 }
  expect { play(m, hypercalls) == [0, 0] && (m.mem(PAGE, 8).u64(0) & 0xffffff) in [0xd9010fL, 0xc1010fL] && (m.mem(PAGE, 8).u64(0) >> 24 & 0xff) == 0xc3 && read(m, M + 1) == (PAGE | 1) }
  expect { write(m, M, 0) == 'done' && get(m, M + 1) == PAGE }
}
// Input and status.
[['a code that there is not', 0x7777, 0, 0, 2], ['NOTIFY_LONG_SPIN_WAIT', 8, 0, 0, 0], ['NOTIFY_LONG_SPIN_WAIT with a variable header', 8 | 2 << 17, 0, 0, 3], ['a reserved bit', 8 | 1 << 27, 0, 0, 3], ['FLUSH_VIRTUAL_ADDRESS_SPACE', 2, 0xc000, 0, 0],
 ['SEND_IPI with a vector that may not be', 0x1000b, 5, 2, 3], ['SEND_IPI', 0x1000b, 0x61, 2, 0], ['POST_MESSAGE without a controller', 0x5c, 0xc000, 0, 3]].each { name, input, first, second, right ->
  test("hypercall $name: status $right", source: 'TLFS appendix A, B', bringup: 157) { def m = machine(); m.mem 0xc000, u64: [0, 1, 7]; expect { call(m, input, first, second) == right } }
}
[[1, [[0x61], [], []]], [2, [[], [0x61], []]], [6, [[], [0x61], [0x61]]]].each { mask, right ->
  test("SEND_IPI to the vCPUs $mask arrives there alone, by registers and by memory", source: 'TLFS 10.5', bringup: 157) {
    def m = machine()
    expect { call(m, 0x1000b, 0x61, mask) == 0 && pending(m) == right }
    m = machine()
    m.mem 0xc000, u64: [0x61, mask]
    expect { call(m, 0xb, 0xc000) == 0 && pending(m) == right }
  }
}
test('a hypercall that user space answers: its input, its parameters, and its result in the guest', source: 'api.rst 5, KVM_EXIT_HYPERV', bringup: 157) {
  def m = machine(true), v = m.vcpu(0)
  expect { enter(m, hypercalls + [[2, 0x5c, 0xc000, 0xd000]]) == 'hyperv' && v.run.hyperv.type == KVM_EXIT_HYPERV_HCALL && v.run.hyperv.u.hcall.input == 0x5c && v.run.hyperv.u.hcall.params[0] == 0xc000 && v.run.hyperv.u.hcall.params[1] == 0xd000 }
  v.run.hyperv.u.hcall.result = 0x1234
  expect { enter(m) == 0x80 && results(m, 3)[2] == 0x1234 }
}
test('KVM_HYPERV_EVENTFD: SIGNAL_EVENT of its connection counts, of another goes to user space; a second is refused', source: 'api.rst 4.114, KVM_HYPERV_EVENTFD') {
  def m = machine(true), e = m.ioeventfd(mmio: 0x17000000, length: 4)
  m.ioctl KVM_HYPERV_EVENTFD, conn_id: 0x123, fd: e.fd
  expect { call(m, 0x1005d, 0x123) == 0 && e.count == 1 }
  expect { enter(m, [[2, 0x1005d, 0x124, 0]]) == 'hyperv' && m.vcpu(0).run.hyperv.u.hcall.params[0] == 0x124 }
  expect(errno: EEXIST) { m.ioctl KVM_HYPERV_EVENTFD, conn_id: 0x123, fd: e.fd }
  expect(errno: EINVAL) { m.ioctl KVM_HYPERV_EVENTFD, conn_id: 1 << 24, fd: e.fd }
  m.ioctl KVM_HYPERV_EVENTFD, conn_id: 0x123, fd: -1, flags: KVM_HYPERV_EVENTFD_DEASSIGN
  expect(errno: ENOENT) { m.ioctl KVM_HYPERV_EVENTFD, conn_id: 0x123, fd: -1, flags: KVM_HYPERV_EVENTFD_DEASSIGN }
}
// Crash and reset.
test('CRASH_CTL with its notification is a system event of a crash, with the parameters in their MSRs', source: 'api.rst 5, KVM_EXIT_SYSTEM_EVENT', bringup: 157) {
  def m = machine(), v = m.vcpu(0)
  expect { read(m, M + 0x105) != GP && enter(m, [[1, M + 0x100, 0x11], [1, M + 0x105, 1L << 63]]) == 'system_event' && v.run.system_event.type == KVM_SYSTEM_EVENT_CRASH && get(m, M + 0x100) == 0x11 }
}
test('RESET is a system event of a reset', source: 'api.rst 5, KVM_EXIT_SYSTEM_EVENT', bringup: 157) { def m = machine(); expect { enter(m, [[1, M + 3, 1]]) == 'system_event' && m.vcpu(0).run.system_event.type == KVM_SYSTEM_EVENT_RESET } }

// The synthetic interrupt controller.
[[M + 0x80, 'control', 1], [M + 0x82, 'evt_page', EVENTS | 1], [M + 0x83, 'msg_page', MESSAGES | 1]].each { msr, field, value ->
  test("a write to MSR ${Long.toHexString(msr)} is an exit with $field, and clears its page, with KVM_CAP_HYPERV_SYNIC2 not", source: 'api.rst 5, KVM_EXIT_HYPERV', bringup: 157) {
    [[KVM_CAP_HYPERV_SYNIC, 0], [KVM_CAP_HYPERV_SYNIC2, 0x7777]].each { cap, clear ->
    def m = machine(), v = m.vcpu(0)
    v.ioctl KVM_ENABLE_CAP, cap: cap
    [EVENTS, MESSAGES].each { m.mem it, u64: 0x7777 }
    expect { enter(m, [[1, msr, value]]) == 'hyperv' && v.run.hyperv.type == KVM_EXIT_HYPERV_SYNIC && v.run.hyperv.u.synic.msr == msr && v.run.hyperv.u.synic."$field" == value }
    expect { enter(m) == 0x80 && get(m, msr) == value && [EVENTS, MESSAGES].collect { m.mem(it, 8).u64(0) } == [field == 'evt_page' ? clear : 0x7777, field == 'msg_page' ? clear : 0x7777] }
    }
  }
}
test('without the controller its MSRs cannot be read', source: 'TLFS 11', bringup: 157) { def m = machine(); expect { read(m, M + 0x80) == GP && write(m, M + 0x90, 0x61) == GP } }
test('the version of the controller is 1, and cannot be written', source: 'TLFS 11.8', bringup: 157) { def m = machine(true); expect { read(m, M + 0x81) == 1 && write(m, M + 0x81, 1) == GP } }
[0, 5, 15].each { sint ->
  test("SINT$sint: a line that is routed to it interrupts with its vector, unless it is masked", source: 'TLFS 11.8.6; api.rst 4.52', bringup: 157) {
    def m = machine(true)
    expect { write(m, M + 0x90 + sint, 0x61) == 'done' && read(m, M + 0x90 + sint) == 0x61 && write(m, M + 0x90 + sint, 5) == GP }
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_HV_SINT, u: [hv_sint: [vcpu: 0, sint: sint]]]]
    set m, M + 0x80, 1
    m.ioctl KVM_IRQ_LINE, irq: 30, level: 1
    expect { pending(m) == [[0x61], [], []] }
    m = machine(true)
    set m, M + 0x80, 1
    expect { write(m, M + 0x90 + sint, 0x10061) == 'done' }
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_HV_SINT, u: [hv_sint: [vcpu: 0, sint: sint]]]]
    attempt { m.ioctl KVM_IRQ_LINE, irq: 30, level: 1 }
    expect { pending(m) == [[], [], []] }
  }
}
test('a vector with automatic end is not in service when it is taken', source: 'TLFS 11.8.6', bringup: 157) {
  [[0, [0x61]], [0x20000, []]].each { auto, right ->
    def m = machine(true)
    set m, M + 0x80, 1
    write m, M + 0x93, 0x61 | auto
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_HV_SINT, u: [hv_sint: [vcpu: 0, sint: 3]]]]
    m.ioctl KVM_IRQ_LINE, irq: 30, level: 1
    m.reg rip: CODE + 0x300, rsp: 0x9000
    expect { enter(m) == 0x81 && bits(m, 0, 0x100) == right }
  }
}
// Synthetic timers, whose unit is 100 ns.
test('a timer in direct mode interrupts once at its time, and is off then', source: 'TLFS 12.3', bringup: 157) {
  def m = machine(true), now = read(m, M + 0x20)
  expect { write(m, M + 0xb1, now + 2_000_000) == 'done' && write(m, M + 0xb0, 0x1000 | 0x72 << 4 | 1) == 'done' && (get(m, M + 0xb0) & 1) == 1 }
  m.reg rip: CODE + 0x300, rsp: 0x9000
  expect { enter(m) == 0x81 && bits(m, 0, 0x100) == [0x72] && (get(m, M + 0xb0) & 1) == 0 && read(m, M + 0x20) >= now + 2_000_000 }
}
test('a timer behind SINT4 leaves a message with its number, and interrupts', source: 'TLFS 12.3.2', bringup: 157) {
  def m = machine(true)
  [[M + 0x80, 1], [M + 0x83, MESSAGES | 1], [M + 0x94, 0x61]].each { msr, value -> set m, msr, value }
  m.mem MESSAGES, u64: [0] * 512
  def now = read(m, M + 0x20)
  play m, [[1, M + 0xb5, now + 1_000_000], [1, M + 0xb4, 4 << 16 | 1]]
  m.reg rip: CODE + 0x300, rsp: 0x9000
  expect { enter(m) == 0x81 && bits(m, 0, 0x100) == [0x61] }
  def slot = m.mem(MESSAGES + 4 * 256, 48)
  expect { (slot.u64(0) & 0xffffffffL) == 0x80000010L && (slot.u64(0) >> 32 & 0xff) == 24 && (slot.u64(16) & 0xffffffffL) == 2 && slot.u64(24) == now + 1_000_000 && slot.u64(32) >= slot.u64(24) }
}
// The APIC by MSRs, and what CPUID does not have.
test('EOI, ICR and TPR are those of the APIC', source: 'TLFS 10.2', bringup: 157) {
  def m = machine()
  expect { write(m, M + 0x72, 0x50) == 'done' && read(m, M + 0x72) == 0x50 && (m.vcpu(0).ioctl(KVM_GET_LAPIC).regs[0x80] & 0xff) == 0x50 }
  expect { write(m, M + 0x71, 1L << 56 | 0x61) == 'done' && pending(m) == [[], [0x61], []] && read(m, M + 0x71) == (1L << 56 | 0x61) }
  def s = m.vcpu(0).ioctl KVM_GET_LAPIC
  s.regs[0x120] = 2
  m.vcpu(0).ioctl KVM_SET_LAPIC, s
  expect { bits(m, 0, 0x100) == [0x41] && write(m, M + 0x70, 0) == 'done' && bits(m, 0, 0x100) == [] }
}
[['TIME_REF_COUNT', M + 0x20, 1], ['SCONTROL', M + 0x80, 2], ['STIMER0_CONFIG', M + 0xb0, 3], ['TPR', M + 0x72, 4], ['HYPERCALL', M + 1, 5], ['VP_INDEX', M + 2, 6], ['REFERENCE_TSC', M + 0x21, 9], ['TSC_FREQUENCY', M + 0x22, 11], ['VP_RUNTIME', M + 0x10, 0]].each { name, msr, bit ->
  test("with KVM_CAP_HYPERV_ENFORCE_CPUID $name cannot be read without its feature, and can with it", source: 'api.rst 7.30, KVM_CAP_HYPERV_ENFORCE_CPUID', bringup: 157) {
    needs cap: KVM_CAP_HYPERV_ENFORCE_CPUID
    [true, false].each { has ->
      def m = machine(true, { if (it.function == M + 3) it.eax = has ? it.eax : it.eax & ~(1L << bit) })
      m.vcpu(0).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HYPERV_ENFORCE_CPUID, args: [1]
      expect { (read(m, msr) == GP) == !has }
    }
  }
}
