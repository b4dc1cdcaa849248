// Instructions that a hypervisor intercepts: control and debug registers, XSETBV, port and system instructions, SVM instructions, hypercalls; and the exceptions that they cause in ring 0 and ring 3.
//   kvmsh test scripts/suite/x86/instructions.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/instructions.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64
// Software that runs guests without a processor's help has rules of its own for rings and page tables.
needs board.kind != 'real' || kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NESTED_STATE) > 0, 'a processor that runs guests'

def SEEN = 0x2000, CODE = 0x1000, CODED = [8, 10, 11, 12, 13, 14, 17]
// Each handler stores vector, error code and the address that was pushed, and says so at a port.
def handlers = asm(x86_64, at: 0x4000, (0..31).collect { n -> "\n.org ${16 * n}\n ${n in CODED ? '' : 'pushq \$0;'} pushq \$$n; jmp taken" }.join('') + """
  .org 0x200
  taken: popq ${SEEN}; popq ${SEEN + 8}; popq ${SEEN + 16}; nop; out %al, \$0x99; hlt
""")
def machine = {
  def m = vm {
    irqchip
    memory at: 0, size: 1.MB
    cpuid
    load at: 0x4000, bytes: handlers.bytes
    vcpu(0) { long64 CODE, tables: 0x10000; vectors((0..31).collectEntries { [it, 0x4000 + 16 * it] }); regs rsp: 0x9000 }
  }
  def v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS)
  m.mem 0x3000, u64: [0x900000000000L, 0, 0, 0, 0]
  s.tr.base = 0x3000; s.tr.limit = 0x67; s.tr.type = 11; s.tr.present = 1; s.tr.s = 0; s.tr.selector = 0x28
  v.ioctl KVM_SET_SREGS, s
  m
}
def control = { m, change -> def s = m.vcpu(0).ioctl KVM_GET_SREGS; change s; m.vcpu(0).ioctl KVM_SET_SREGS, s }
// What the code ends with: the exception as [vector, error code], [] if it reached its end, or an exit.
def probe = { m, text, more = [:], ring = 0 ->
  m.load at: CODE, bytes: asm(x86_64, at: CODE, "$text\n  nop; out %al, \$0x98; hlt").bytes
  control m, { s -> s.cs.dpl = ring; s.ss.dpl = ring; s.cs.selector = s.cs.selector & ~3 | ring; s.ss.selector = s.ss.selector & ~3 | ring }
  m.reg([rip: CODE, rsp: 0x8800, rflags: ring ? 0x3002 : 2] + more)
  def v = m.vcpu(0), e = v.ioctl KVM_RUN, within: 20.s
  if (e.name != 'io') return [e.name]
  v.run.io.port == 0x98 ? [] : v.run.io.port == 0x99 ? [m.mem(SEEN, 8).u64(0), m.mem(SEEN + 8, 8).u64(0)] : ['io', v.run.io.port]
}
def bit = { m, leaf, register, n -> m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == leaf && it.index == 0 && (it."$register" >> n & 1) == 1 } }
def UD = [6, 0], GP = [13, 0]

// Ring 3 may not, and the pushed address is that of the instruction.
['hlt', 'cli', 'sti', 'in $0x60, %al', 'out %al, $0x60', 'rdmsr', 'wrmsr', 'mov %cr0, %rax', 'mov %rax, %cr0', 'mov %cr3, %rax', 'mov %rax, %cr3', 'mov %cr4, %rax', 'mov %rax, %cr4', 'mov %cr8, %rax', 'mov %rax, %cr8', 'mov %db0, %rax',
 'mov %rax, %db7', 'clts', 'invlpg (%rax)', 'wbinvd', 'invd', 'lgdt (%rax)', 'lidt (%rax)', 'lldt %ax', 'ltr %ax', 'lmsw %ax'].each { text ->
  test("$text in ring 3: a general protection at it, and nothing is done", source: 'SDM 3A 6.15', bringup: 125) {
    def m = machine(), before = m.vcpu(0).ioctl(KVM_GET_SREGS)
    expect { probe(m, text, [rflags: 2, rax: 0x13, rcx: 0x174], 3) == GP && m.mem(SEEN + 16, 8).u64(0) == CODE }
    def after = m.vcpu(0).ioctl(KVM_GET_SREGS)
    expect { [before.cr0, before.cr3, before.cr4, before.cr8] == [after.cr0, after.cr3, after.cr4, after.cr8] }
  }
}
test('with IOPL 3 ring 3 reaches ports', source: 'SDM 3A 6.15', bringup: 125) { expect { probe(machine(), 'nop; out %al, $0x60', [:], 3) == ['io', 0x60] } }
['wbinvd', 'invd', 'clts', 'invlpg (%rax)', 'pause', 'cpuid', 'monitor', 'rdtsc', 'fninit', 'sgdt 0x5000', 'sidt 0x5000', 'smsw %ax', 'str %ax', 'sldt %ax'].each { text ->
  test("$text in ring 0 is done", source: 'SDM 2', bringup: 125) { expect { probe(machine(), text, [rax: 0x5000, rcx: 0, rdx: 0]) == [] } }
}

// Control registers.
[['CR0 with PG and without PE', 'cr0', { it & ~1L }], ['CR0 with NW and without CD', 'cr0', { it & ~0x40000000L | 0x20000000 }], ['CR4 without PAE', 'cr4', { it & ~0x20L }],
 ['CR4 with bit 31', 'cr4', { it | 1L << 31 }], ['CR4 with bit 15', 'cr4', { it | 1L << 15 }], ['CR3 with bit 55', 'cr3', { it | 1L << 55 }]].each { name, register, change ->
  test("$name: a general protection, and the register stays", source: 'SDM 3A 2.5', bringup: 125) {
    def m = machine(), before = m.vcpu(0).ioctl(KVM_GET_SREGS)."$register"
    expect { probe(m, "mov %rax, %$register", [rax: change(before)]) == GP && m.vcpu(0).ioctl(KVM_GET_SREGS)."$register" == before }
  }
}
test('CR4.PCIDE with a CR3 whose lower bits are not 0: a general protection; without them it is set', source: 'SDM 3A 4.10.1', bringup: 125) {
  def m = machine()
  needs bit(m, 1, 'ecx', 17), 'a processor with PCID'
  expect { probe(m, 'mov %cr3, %rax; or $1, %rax; mov %rax, %cr3; mov %cr4, %rax; bts $17, %rax; mov %rax, %cr4') == GP }
  expect { probe(machine(), 'mov %cr4, %rax; bts $17, %rax; mov %rax, %cr4; mov %cr0, %rcx; btr $31, %rcx; mov %rcx, %cr0') == GP }
}
test('EFER: LME does not change with paging on, nor a reserved bit', source: 'SDM 3A 2.2.1', bringup: 125) {
  [{ it & ~0x100L }, { it | 2 }, { it | 1L << 20 }].each { change ->
    def m = machine(), efer = m.vcpu(0).ioctl(KVM_GET_SREGS).efer
    expect { probe(m, 'wrmsr', [rcx: 0xc0000080L, rax: change(efer), rdx: 0]) == GP && m.vcpu(0).ioctl(KVM_GET_SREGS).efer == efer }
  }
}
test('CLTS clears TS, LMSW sets TS and MP, and with TS the FPU is not available', source: 'SDM 2', bringup: 125) {
  def m = machine()
  expect { probe(m, 'mov $0xb, %eax; lmsw %ax; smsw %rbx; fninit') == [7, 0] && (m.regs.rbx & 0xf) == 0xb }
  m = machine()
  expect { probe(m, 'mov $9, %eax; lmsw %ax; clts; mov %cr0, %rbx; fninit') == [] && (m.regs.rbx & 0xf) == 1 }
}
test('CR2 and CR8 keep what the guest writes', source: 'SDM 3A 2.5', bringup: 125) {
  def m = machine()
  expect { probe(m, 'mov %rax, %cr2; mov %cr2, %rbx; mov $9, %ecx; mov %rcx, %cr8; mov %cr8, %rdx', [rax: 0x123456789abcdL]) == [] && m.regs.rbx == 0x123456789abcdL && m.regs.rdx == 9 }
}

// Debug registers.
test('DR4 and DR5 are DR6 and DR7 without CR4.DE, and no instruction with it', source: 'SDM 3B 17.2.2', bringup: 125) {
  def m = machine()
  expect { probe(m, 'mov $0x455, %eax; mov %rax, %db7; .byte 0x0f, 0x21, 0xeb; .byte 0x0f, 0x21, 0xe1') == [] && m.regs.rbx == 0x455 && (m.regs.rcx & 0xffff0ff0L) == 0xffff0ff0L }
  ['.byte 0x0f, 0x21, 0xeb', '.byte 0x0f, 0x23, 0xe0'].each { text -> m = machine(); control m, { it.cr4 |= 8 }; expect { probe(m, text) == UD } }
}
[6, 7].each { n -> test("DR$n with a bit above 32: a general protection", source: 'SDM 3B 17.2', bringup: 125) { expect { probe(machine(), "mov %rax, %db$n", [rax: 1L << 32]) == GP } } }
test('a trap flag of the guest: a debug exception behind each instruction, also one that is intercepted', source: 'SDM 3B 17.3.1.4', bringup: 125) {
  ['nop', 'cpuid', 'rdmsr', 'wbinvd'].each { text ->
    def m = machine(), length = asm(x86_64, at: CODE, text).bytes.length
    expect { probe(m, text, [rflags: 0x102, rcx: 0x174, rax: 0]) == [1, 0] && m.mem(SEEN + 16, 8).u64(0) == CODE + length && (m.vcpu(0).ioctl(KVM_GET_DEBUGREGS).dr6 & 0x4000) != 0 }
  }
}

// XSETBV.
def xsetbv = { m, long value, index = 0, ring = 0 -> probe m, 'xsetbv', [rax: value & 0xffffffffL, rdx: value >>> 32, rcx: index], ring }
[['without FPU', 2, 0], ['with AVX and without SSE', 5, 0], ['with a component that there is not', 1L << 62 | 3, 0], ['of register 1', 3, 1]].each { name, value, index ->
  test("XSETBV $name: a general protection", source: 'SDM 2, XSETBV', bringup: 125) {
    def m = machine()
    needs bit(m, 1, 'ecx', 26), 'a processor with XSAVE'
    control m, { it.cr4 |= 1 << 18 }
    expect { xsetbv(m, value, index) == GP && m.vcpu(0).ioctl(KVM_GET_XCRS).xcrs[0].value == 1 }
  }
}
test('XSETBV without CR4.OSXSAVE is no instruction, in ring 3 a general protection, and otherwise done', source: 'SDM 2, XSETBV', bringup: 125) {
  def m = machine()
  needs bit(m, 1, 'ecx', 26), 'a processor with XSAVE'
  expect { xsetbv(m, 3) == UD }
  control m, { it.cr4 |= 1 << 18 }
  expect { xsetbv(m, 3, 0, 3) == GP && xsetbv(m, 3) == [] }
}

// Time, and what CR4 or CPUID forbid.
test('CR4.TSD forbids RDTSC in ring 3 alone', source: 'SDM 3A 2.5', bringup: 125) {
  def m = machine()
  expect { probe(m, 'rdtsc', [:], 3) == [] }
  control m, { it.cr4 |= 4 }
  expect { probe(m, 'rdtsc', [:], 3) == GP && probe(m, 'rdtsc') == [] }
}
test('RDTSCP has the TSC_AUX that was set', source: 'SDM 2, RDTSCP', bringup: 125) {
  def m = machine()
  needs bit(m, 0x80000001L, 'edx', 27), 'a processor with RDTSCP'
  expect { probe(m, 'mov $0xc0000103, %ecx; mov $0x1234, %eax; xor %edx, %edx; wrmsr; xor %ecx, %ecx; rdtscp') == [] && m.regs.rcx == 0x1234 }
}
test('RDPMC in ring 3 without CR4.PCE: a general protection', source: 'SDM 2, RDPMC', bringup: 125) { expect { probe(machine(), 'rdpmc', [rcx: 0], 3) == GP } }
test('RSM outside of SMM is no instruction', source: 'SDM 2, RSM', bringup: 125) { expect { probe(machine(), 'rsm') == UD } }
test('MONITOR and MWAIT are no instructions of ring 3', source: 'SDM 2, MONITOR', bringup: 125) { expect { probe(machine(), 'monitor', [rax: 0x5000, rcx: 0, rdx: 0], 3) == UD } }
test('INVPCID: each type is done, one that there is not or a reserved bit is a general protection', source: 'SDM 2, INVPCID', bringup: 125) {
  def m = machine()
  needs bit(m, 7, 'ebx', 10), 'a processor with INVPCID'
  m.mem 0x5000, u64: [0, 0x5000]
  (0..3).each { n -> expect { probe(m, 'invpcid 0x5000, %rax', [rax: n]) == [] } }
  expect { probe(m, 'invpcid 0x5000, %rax', [rax: 4]) == GP && probe(m, 'invpcid 0x5000, %rax', [rax: 0], 3) == GP }
  m.mem 0x5000, u64: [1L << 12, 0]
  expect { probe(m, 'invpcid 0x5000, %rax', [rax: 1]) == GP }
}

// SVM's instructions.
['vmrun %rax', 'vmload %rax', 'vmsave %rax', 'stgi', 'clgi', 'invlpga %rax, %ecx', 'skinit %eax'].each { text ->
  test("$text without EFER.SVME: an invalid opcode", source: 'APM 2 15.4', bringup: 155) {
    def m = machine()
    needs bit(m, 0x80000001L, 'ecx', 2), 'a processor with SVM'
    expect { probe(m, text, [rax: 0x5000, rcx: 0]) == UD && m.mem(SEEN + 16, 8).u64(0) == CODE }
  }
}
['vmrun %rax', 'vmload %rax', 'vmsave %rax', 'stgi', 'clgi', 'invlpga %rax, %ecx'].each { text ->
  test("$text with EFER.SVME in ring 3: a general protection", source: 'APM 2 15.4', bringup: 155) {
    def m = machine()
    needs bit(m, 0x80000001L, 'ecx', 2), 'a processor with SVM'
    control m, { it.efer |= 0x1000 }
    expect { probe(m, text, [rax: 0x5000, rcx: 0], 3) == GP }
  }
}
['vmload %rax', 'vmsave %rax', 'stgi', 'clgi; stgi', 'invlpga %rax, %ecx'].each { text ->
  test("$text with EFER.SVME in ring 0 is done", source: 'APM 2 15.4', bringup: 125) {
    def m = machine()
    needs bit(m, 0x80000001L, 'ecx', 2), 'a processor with SVM'
    control m, { it.efer |= 0x1000 }
    expect { probe(m, text, [rax: 0x5000, rcx: 0]) == [] }
  }
}
['vmrun %rax', 'vmload %rax', 'vmsave %rax'].each { text ->
  test("$text of an address that is no page: a general protection", source: 'APM 2 15.5', bringup: 125) {
    def m = machine()
    needs bit(m, 0x80000001L, 'ecx', 2), 'a processor with SVM'
    control m, { it.efer |= 0x1000 }
    expect { probe(m, text, [rax: 0x5010]) == GP && probe(m, text, [rax: 1L << 55]) == GP }
  }
}
test('CLGI: no interrupt arrives until STGI', source: 'APM 2 15.17', bringup: 125) {
  def m = machine(), v = m.vcpu(0)
  needs bit(m, 0x80000001L, 'ecx', 2), 'a processor with SVM'
  control m, { it.efer |= 0x1000 }
  m.mem SEEN, u64: [0, 0, 0]
  v.ioctl KVM_NMI
  expect { probe(m, 'clgi; nop; nop; out %al, $0x97; nop; stgi; nop') == ['io', 0x97] || m.mem(SEEN, 8).u64(0) == 2 }
}
// Hypercalls.
[['in ring 0: ENOSYS of KVM', 0, -1000], ['in ring 3: EPERM of KVM', 3, -1]].each { name, ring, right ->
  test("a hypercall that there is not $name", source: 'hypercalls.rst', bringup: 125) {
    def m = machine()
    expect { probe(m, 'vmmcall', [rax: 0x7777], ring) == [] && m.regs.rax == right }
  }
}
test('KVM_HC_VAPIC_POLL_IRQ is 0', source: 'hypercalls.rst', bringup: 125) { def m = machine(); expect { probe(m, 'vmmcall', [rax: 1]) == [] && m.regs.rax == 0 } }
test('SYSCALL: RIP, RCX, R11 and the flags by its MSRs', source: 'SDM 2, SYSCALL', bringup: 125) {
  def m = machine()
  expect { m.vcpu(0).ioctl(KVM_SET_MSRS, entries: [[index: 0xc0000081L, data: 8L << 32], [index: 0xc0000082L, data: CODE + 0x40], [index: 0xc0000084L, data: 0x41]]) == 3 }
  control m, { it.efer |= 1 }
  expect { probe(m, 'stc; mov $1, %eax; or %eax, %eax; stc; syscall; .org 0x40; pushf; pop %rbx') == [] && (m.regs.rcx & 0xffff) < CODE + 0x40 && (m.regs.r11 & 1) == 1 && (m.regs.rbx & 0x41) == 0 }
}
