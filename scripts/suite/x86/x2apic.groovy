// The x2APIC's MSRs: which can be read and written, their reserved bits, the command register as one MSR, SELF IPI, the base MSR's changes, TSC-deadline timers,
// and the local APIC's error register, priorities and divisors.
//   kvmsh test scripts/suite/x86/x2apic.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/x2apic.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def SEEN = 0x3000, LIST = 0x2000, CODE = 0x1000, GP = 'refused'
// A list of [0, MSR], [1, MSR, low, high], [2, address], [3, address, value]; what is read is stored, and a general protection as well.
def code = asm(x86_64, at: CODE, """
         mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; mov %eax, %ebx; cmp \$-1, %eax; je done
         lodsl; mov %eax, %ecx; movq \$0, 8(%rdi)
         cmp \$1, %ebx; je write; ja memory
         rdmsr; mov %eax, (%rdi); mov %edx, 4(%rdi); jmp stored
  write: lodsl; mov (%rsi), %edx; add \$4, %esi; wrmsr; jmp stored
  memory: cmp \$3, %ebx; je store
         mov (%rcx), %eax; mov %eax, (%rdi); jmp stored
  store: lodsl; mov %eax, (%rcx)
  stored: add \$16, %edi; jmp next
  done:  out %al, \$0x80; hlt
  .org 0x100
  fault: movq \$1, 8(%rdi); add \$8, %rsp; movq \$stored, (%rsp); iretq
  .org 0x200
  taken: out %al, \$0x81; hlt
  .org 0x300
  on:    sti; mov \$3000, %ecx; 1: pause; dec %ecx; jnz 1b; cli; nop; out %al, \$0x80; hlt
  .org 0x340
  wait:  sti; pause; jmp wait
""")
def machine = { x2 = true ->
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    cpuid
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000; vectors((0x20..0xff).collectEntries { [it, CODE + 0x200] } + [(13): CODE + 0x100]); regs rsp: 0x9000 }
    vcpu 1
  }
  2.times { n ->
    def v = m.vcpu(n), s = v.ioctl(KVM_GET_SREGS), a
    if (x2) { s.apic_base |= 0xc00; v.ioctl KVM_SET_SREGS, s }
    a = v.ioctl KVM_GET_LAPIC
    [[0xf0, 0xff], [0xf1, 1], [0x350, 0], [0x352, 1]].each { at, to -> a.regs[at] = to }
    v.ioctl KVM_SET_LAPIC, a
    v.ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  }
  m
}
def run = { m, at, port -> m.reg rip: at, rsp: 0x9000, rflags: 2; def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s; expect { e.name == 'io' && m.vcpu(0).run.io.port == port } }
def play = { m, list ->
  m.mem SEEN, u64: [0] * (2 * list.size() + 2)
  m.mem LIST, u32: list.collectMany { it[0] == 1 ? [1, it[1], it[2] & 0xffffffffL, it[2] >>> 32] : it } + [0xffffffffL]
  run m, CODE, 0x80
  def seen = m.mem(SEEN, 16 * list.size())
  list.indices.collect { seen.u64(16 * it + 8) ? GP : seen.u64(16 * it) }
}
def read = { m, msr -> play(m, [[0, msr]])[0] }
def write = { m, msr, long value -> play(m, [[1, msr, value]])[0] == GP ? GP : 'done' }
def bits = { m, cpu, at -> def s = m.vcpu(cpu).ioctl(KVM_GET_LAPIC); (0..255).findAll { s.regs[at + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) } }
def word = { m, at -> def s = m.vcpu(0).ioctl(KVM_GET_LAPIC); (0..3).collect { (s.regs[at + it] & 0xffL) << 8 * it }.sum() }

// Which registers can be read, and what is written.
[0x802, 0x803, 0x808, 0x80a, 0x80d, 0x80f, 0x810, 0x817, 0x818, 0x820, 0x828, 0x830, 0x832, 0x833, 0x834, 0x835, 0x836, 0x837, 0x838, 0x839, 0x83e].each { msr -> test("MSR ${Integer.toHexString(msr)} can be read", source: 'SDM 3A 11.12.1.2', bringup: 83) { expect { read(machine(), msr) != GP } } }
[0x800, 0x801, 0x804, 0x80b, 0x80e, 0x831, 0x83f, 0x840, 0x8ff].each { msr -> test("MSR ${Integer.toHexString(msr)} cannot be read", source: 'SDM 3A 11.12.1.2', bringup: 83) { expect { read(machine(), msr) == GP } } }
[[0x808, 0x50], [0x80f, 0x1ee], [0x832, 0x100a1], [0x833, 0x102d2], [0x834, 0x104b3], [0x835, 0x1a734], [0x836, 0x10485], [0x837, 0x10076], [0x838, 0x12345678], [0x83e, 0xb]].each { msr, value ->
  test("MSR ${Integer.toHexString(msr)} keeps what is written, and is that register of KVM_GET_LAPIC", source: 'SDM 3A 11.12.1.2', bringup: 83) { def m = machine(); expect { write(m, msr, value) == 'done' && read(m, msr) == value && word(m, (msr - 0x800) << 4) == value } }
  test("MSR ${Integer.toHexString(msr)} with a bit above 32: a general protection", source: 'SDM 3A 11.12.1.2', bringup: 83) { def m = machine(), before = word(m, (msr - 0x800) << 4); expect { write(m, msr, value | 1L << 32) == GP && word(m, (msr - 0x800) << 4) == before } }
}
[0x802, 0x803, 0x80a, 0x80d, 0x810, 0x820, 0x839, 0x80e, 0x831].each { msr -> test("MSR ${Integer.toHexString(msr)} cannot be written", source: 'SDM 3A 11.12.1.2', bringup: 83) { expect { write(machine(), msr, 0) == GP } } }
test('EOI and the error register take 0, and the error register no other value', source: 'SDM 3A 11.12.1.2', bringup: 83) {
  def m = machine()
  expect { write(m, 0x80b, 0) == 'done' && write(m, 0x828, 0) == 'done' && write(m, 0x828, 1) == GP }
}
test('without x2APIC mode its MSRs cannot be read or written', source: 'SDM 3A 11.12.1.2', bringup: 83) { def m = machine(false); expect { read(m, 0x802) == GP && write(m, 0x80b, 0) == GP } }
test('in x2APIC mode the page of the APIC reads as ff, and without KVM_X86_QUIRK_LAPIC_MMIO_HOLE it is no memory', source: 'api.rst 7.21', bringup: 83) {
  def m = machine()
  expect { play(m, [[2, 0xfee00020L]])[0] == 0xffffffffL }
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DISABLE_QUIRKS2, args: [KVM_X86_QUIRK_LAPIC_MMIO_HOLE]
  m.mem LIST, u32: [2, 0xfee00020L, 0xffffffffL]
  m.reg rip: CODE, rsp: 0x9000
  expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'mmio' && m.vcpu(0).run.mmio.phys_addr == 0xfee00020L && m.vcpu(0).run.mmio.len == 4 }
}
test('the id is that of the vCPU, and the logical id is derived from it', source: 'SDM 3A 11.12.10', bringup: 83) { def m = machine(); expect { read(m, 0x802) == 0 && read(m, 0x80d) == 1 && m.vcpu(1).ioctl(KVM_GET_LAPIC).regs[0xd0] == 2 } }
// The command register.
test('the command register is one MSR: written and read with its destination', source: 'SDM 3A 11.12.9', bringup: 83) { def m = machine(); expect { write(m, 0x830, 1L << 32 | 0x4061) == 'done' && read(m, 0x830) == (1L << 32 | 0x4061) && bits(m, 1, 0x200) == [0x61] && bits(m, 0, 0x200) == [] } }
[13, 16, 17, 20, 31].each { n -> test("bit $n of the command register is reserved: a general protection, and nothing is sent", source: 'SDM 3A 11.12.9; lapic.c, kvm_x2apic_icr_write', bringup: 83) { def m = machine(); expect { write(m, 0x830, 1L << 32 | 1L << n | 0x61) == GP && bits(m, 1, 0x200) == [] } } }
[0x20, 0x9a, 0xff].each { vector -> test("SELF IPI of ${Integer.toHexString(vector)} arrives", source: 'SDM 3A 11.12.11', bringup: 83) { def m = machine(); expect { write(m, 0x83f, vector) == 'done' && bits(m, 0, 0x200) == [vector] && bits(m, 1, 0x200) == [] } } }
test('SELF IPI with a reserved bit: a general protection', source: 'SDM 3A 11.12.11', bringup: 83) { def m = machine(); expect { write(m, 0x83f, 0x131) == GP && bits(m, 0, 0x200) == [] } }

// The base MSR.
test('IA32_APIC_BASE: the modes follow each other as they may', source: 'SDM 3A 11.12.5', bringup: 83) {
  def m = machine(false), base = 0xfee00900L
  expect { read(m, 0x1b) == base }
  expect { write(m, 0x1b, 0xfee00500L) == GP }                              // x2APIC without the APIC
  expect { write(m, 0x1b, base | 0x400) == 'done' && read(m, 0x1b) == (base | 0x400) && read(m, 0x802) == 0 }
  expect { write(m, 0x1b, base) == GP }                                     // back to xAPIC mode
  expect { write(m, 0x1b, 0xfee00100L) == 'done' && read(m, 0x802) == GP }
  expect { write(m, 0x1b, base | 0x400) == GP }                             // from off to x2APIC
  expect { write(m, 0x1b, base) == 'done' && write(m, 0x1b, base | 0x200) == GP && write(m, 0x1b, base | 1L << 55) == GP }
}
test('the bootstrap bit is that of vCPU 0 alone', source: 'SDM 3A 11.4.4', bringup: 83) { def m = machine(); expect { (m.vcpu(0).ioctl(KVM_GET_SREGS).apic_base & 0x100) == 0x100 && (m.vcpu(1).ioctl(KVM_GET_SREGS).apic_base & 0x100) == 0 } }

// Timers.
test('TSC-deadline: the MSR keeps the time and is 0 when it has interrupted; in another mode it is 0', source: 'SDM 3A 11.5.4.1', bringup: 83) {
  def m = machine(), v = m.vcpu(0)
  needs cap: KVM_CAP_TSC_DEADLINE_TIMER
  needs v.ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == 1 && (it.ecx & 1 << 24) != 0 }, 'a processor with TSC-deadline'
  expect { write(m, 0x6e0, 0x7000000000000L) == 'done' && read(m, 0x6e0) == 0 }
  expect { write(m, 0x832, 0x40051) == 'done' && write(m, 0x6e0, 0x7000000000000L) == 'done' && read(m, 0x6e0) == 0x7000000000000L && read(m, 0x839) == 0 }
  expect { write(m, 0x838, 0x1000) == 'done' && read(m, 0x838) == 0 }
  expect { write(m, 0x6e0, 1) == 'done' }
  run m, CODE + 0x340, 0x81
  expect { bits(m, 0, 0x100) == [0x51] && read(m, 0x6e0) == 0 }
}
[[0, 2], [1, 4], [2, 8], [3, 16], [8, 32], [9, 64], [10, 128], [11, 1]].each { code_, by ->
  test("the divisor ${Integer.toHexString(code_)} of the timer is $by", source: 'SDM 3A 11.5.4', bringup: 83) {
    def m = machine(), v = m.vcpu(0), rate = { c -> write m, 0x83e, c; write m, 0x832, 0x10051; write m, 0x838, 0xf0000000L; def from = System.nanoTime(), first = read(m, 0x839); Thread.sleep 20; def last = read(m, 0x839); [first - last, System.nanoTime() - from] }
    def (ticks, time) = rate(code_)
    // One tick is a nanosecond times the divisor: as many as the time allows, and no fewer than those of the sleep.
    expect { ticks * by <= time + by && ticks * by >= 20_000_000L - by }
  }
}

// Priorities and errors.
test('the task priority holds back its class and those below, not the one above', source: 'SDM 3A 11.8.3.1', bringup: 83) {
  def m = machine()
  [[0x50, [0x45, 0x5f], [0x60]], [0xf0, [0xef], []], [0, [], [0x20]]].each { priority, held, taken ->
    held.each { vector -> m = machine(); write m, 0x808, priority; write m, 0x83f, vector; run m, CODE + 0x300, 0x80; expect { bits(m, 0, 0x200) == [vector] && read(m, 0x80a) == priority } }
    taken.each { vector -> m = machine(); write m, 0x808, priority; write m, 0x83f, vector; run m, CODE + 0x300, 0x81; expect { bits(m, 0, 0x200) == [] && bits(m, 0, 0x100) == [vector] && read(m, 0x80a) == (vector & 0xf0) } }
  }
}
test('of several pending vectors the highest is taken first, and a lower one after its end', source: 'SDM 3A 11.8.4', bringup: 83) {
  def m = machine()
  [0x31, 0x99, 0x65].each { write m, 0x83f, it }
  [0x99, 0x65, 0x31].each { vector -> run m, CODE + 0x300, 0x81; expect { bits(m, 0, 0x100) == [vector] }; write m, 0x80b, 0 }
  expect { bits(m, 0, 0x100) == [] && bits(m, 0, 0x200) == [] }
}
test('a higher class interrupts one in service, the same does not', source: 'SDM 3A 11.8.4', bringup: 83) {
  def m = machine()
  write m, 0x83f, 0x55
  run m, CODE + 0x300, 0x81
  write m, 0x83f, 0x5a
  run m, CODE + 0x300, 0x80
  write m, 0x83f, 0x61
  run m, CODE + 0x300, 0x81
  expect { bits(m, 0, 0x100) == [0x55, 0x61] && bits(m, 0, 0x200) == [0x5a] }
  write m, 0x80b, 0
  expect { bits(m, 0, 0x100) == [0x55] }
}
test('an APIC that is turned off by software masks its local vectors', source: 'SDM 3A 11.4.7.2', bringup: 83) {
  def m = machine()
  write m, 0x832, 0x51
  expect { write(m, 0x80f, 0xff) == 'done' && (0x832..0x837).every { (read(m, it) as long) & 0x10000 } && write(m, 0x832, 0x51) == 'done' && read(m, 0x832) == 0x10051 }
}
test('an interrupt of a local vector with a task priority is in CR8 too', source: 'SDM 3A 11.8.6', bringup: 83) { def m = machine(); write m, 0x808, 0x70; expect { m.vcpu(0).ioctl(KVM_GET_SREGS).cr8 == 7 } }
