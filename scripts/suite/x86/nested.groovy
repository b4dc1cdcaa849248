// Nested guests with AMD's SVM: each intercept that ends the inner guest, the contents of the VMCB afterwards, injected events, permission maps, virtual
// interrupts, and KVM_GET_NESTED_STATE and KVM_SET_NESTED_STATE while the inner guest runs.
//   kvmsh test scripts/suite/x86/nested.groovy -b qemu:x86_64

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_NESTED_STATE
needs asm: x86_64

def CODE = 0x1000, INNER = 0x6000, VMCB = 0x20000, IOPM = 0x24000, MSRPM = 0x28000, STACK = 0x9000, SEEN = 0x3000, PAGE_TABLES = 0x30000, OTHER = 0x2c000
def code = asm(x86_64, at: CODE, """
  enter: vmrun %rax; nop; out %al, \$0x80; hlt
  .org 0x20
  load:  vmload %rax; mov %rbx, %rax; vmsave %rax; nop; out %al, \$0x80; hlt
  .org 0x40
  gif:   clgi; nop; out %al, \$0x70; nop; vmrun %rax; nop; out %al, \$0x80; hlt
  .org 0x100
  fault: pop ${SEEN}; pop ${SEEN + 8}; nop; out %al, \$0x81; hlt
  .org 0x180
  bare:  pop ${SEEN + 8}; nop; out %al, \$0x82; hlt
""")
def machine = {
  def m = vm {
    irqchip
    memory at: 0, size: 512.KB
    cpuid
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: PAGE_TABLES; vectors([(2): CODE + 0x180, (6): CODE + 0x180, (13): CODE + 0x100, (14): CODE + 0x100, (0x41): CODE + 0x180, (0x55): CODE + 0x180]); regs rsp: STACK }
  }
  def v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS)
  needs v.ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == 0x80000001L && (it.ecx & 4) != 0 }, 'a processor with SVM'
  s.efer |= 0x1000
  v.ioctl KVM_SET_SREGS, s
  v.ioctl KVM_SET_MSRS, entries: [[index: 0xc0010117L, data: 0x2f000]]
  m
}
def u64 = { m, at -> m.mem(VMCB + at, 8).u64(0) }, u32 = { m, at -> m.mem(VMCB + at, 4).u32(0) }
// A VMCB with the state of the outer guest, for code at INNER, with the intercepts of VMRUN and those given, by offset and bit.
def prepare = { m, text, intercepts = [], more = [:] ->
  def s = m.vcpu(0).ioctl KVM_GET_SREGS
  m.mem VMCB, u64: [0] * 512
  def seg = { at, x, attributes -> m.mem VMCB + 0x400 + at, u64: [(x.selector & 0xffffL) | (attributes as long) << 16 | (x.limit as long) << 32, x.base] }
  def attributes = { x -> x.type | x.s << 4 | x.dpl << 5 | x.present << 7 | x.l << 9 | x.db << 10 | x.g << 11 }
  [es: 0, cs: 0x10, ss: 0x20, ds: 0x30, fs: 0x40, gs: 0x50, ldt: 0x70, tr: 0x90].each { name, at -> seg at, s."$name", attributes(s."$name") }
  [gdt: 0x60, idt: 0x80].each { name, at -> m.mem VMCB + 0x400 + at, u64: [(s."$name".limit as long) << 32, s."$name".base] }
  [(0x4d0): s.efer, (0x548): s.cr4, (0x550): s.cr3, (0x558): s.cr0, (0x560): 0x400, (0x568): 0xffff0ff0L, (0x570): 2, (0x578): INNER, (0x5d8): STACK - 0x800, (0x668): 0x0007040600070406L].each { at, x -> m.mem VMCB + at, u64: x }
  m.mem VMCB + 0x40, u64: [IOPM, MSRPM]
  m.mem VMCB + 0x58, u32: 1
  ([[0x10, 0]] + intercepts).each { at, bit -> m.mem VMCB + at, u32: u32(m, at) | 1L << bit }
  more.each { at, x -> m.mem VMCB + at, u64: x }
  m.load at: INNER, bytes: asm(x86_64, at: INNER, "$text\n nop; out %al, \$0x98; hlt").bytes
  m
}
// The port of the exit: 0x80 is the outer guest behind VMRUN, 0x98 the inner one at its end.
def go = { m, at = 0, more = [:] -> m.reg([rip: CODE + at, rax: VMCB, rsp: STACK, rflags: 2] + more); def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s; e.name == 'io' ? m.vcpu(0).run.io.port : e.name }
def exit = { m -> [u64(m, 0x70), u64(m, 0x78)] }

test('without an intercept the inner guest runs to its end', source: 'APM 2 15.5', bringup: 155) { expect { go(prepare(machine(), 'mov $0x1234, %ebx')) == 0x98 } }
// Instruction, offset and bit of its intercept, exit code.
[['hlt', 0x0c, 24, 0x78], ['cpuid', 0x0c, 18, 0x72], ['rdtsc', 0x0c, 14, 0x6e], ['rdpmc', 0x0c, 15, 0x6f], ['pushf', 0x0c, 16, 0x70], ['popf', 0x0c, 17, 0x71], ['pause', 0x0c, 23, 0x77],
 ['invlpg (%rbx)', 0x0c, 25, 0x79], ['invlpga %rax, %ecx', 0x0c, 26, 0x7a], ['int $0x41', 0x0c, 21, 0x75], ['iretq', 0x0c, 20, 0x74], ['sidt 0x5000', 0x0c, 6, 0x66], ['sgdt 0x5000', 0x0c, 7, 0x67], ['sldt %ax', 0x0c, 8, 0x68], ['str %ax', 0x0c, 9, 0x69],
 ['lidt 0x5000', 0x0c, 10, 0x6a], ['lgdt 0x5000', 0x0c, 11, 0x6b], ['lldt %ax', 0x0c, 12, 0x6c], ['ltr %ax', 0x0c, 13, 0x6d], ['vmmcall', 0x10, 1, 0x81], ['vmload %rax', 0x10, 2, 0x82], ['vmsave %rax', 0x10, 3, 0x83], ['stgi', 0x10, 4, 0x84], ['clgi', 0x10, 5, 0x85],
 ['wbinvd', 0x10, 9, 0x89], ['monitor', 0x10, 10, 0x8a], ['mwait', 0x10, 11, 0x8b], ['vmrun %rax', 0x10, 0, 0x80], ['mov %cr0, %rbx', 0, 0, 0], ['mov %cr3, %rbx', 0, 3, 3], ['mov %cr4, %rbx', 0, 4, 4], ['mov %rbx, %cr0', 0, 16, 0x10], ['mov %rbx, %cr3', 0, 19, 0x13],
 ['mov %rbx, %cr4', 0, 20, 0x14], ['mov %db0, %rbx', 4, 0, 0x20], ['mov %db7, %rbx', 4, 7, 0x27], ['mov %rbx, %db1', 4, 17, 0x31], ['mov %rbx, %db6', 4, 22, 0x36], ['ud2', 8, 6, 0x46]].each { text, at, bit, right ->
  test("$text that is intercepted ends the inner guest at it, with its exit code", source: 'APM 2 15.9, appendix C', bringup: 155) {
    def m = prepare(machine(), "nop; $text", [[at, bit]], [(0x5f8): 0x7000])
    expect { go(m, 0, [rbx: 0x80000011L, rcx: 0]) == 0x80 && u64(m, 0x70) == right && u64(m, 0x578) == INNER + 1 && u64(m, 0x5f8) == 0x7000 && m.regs.rax == VMCB }
  }
}
test('a page fault that is intercepted: its error code and address', source: 'APM 2 15.12.15', bringup: 155) {
  def m = prepare(machine(), 'mov %rax, (%rbx)', [[8, 14]])
  m.mem PAGE_TABLES, u64: [m.mem(PAGE_TABLES, 8).u64(0), 0]
  expect { go(m, 0, [rbx: 0x8000001230L]) == 0x80 && exit(m) == [0x4e, 2] && u64(m, 0x80) == 0x8000001230L }
}
test('a general protection that is intercepted, and one that is not, which the inner guest takes', source: 'APM 2 15.12', bringup: 155) {
  def m = prepare(machine(), 'mov $0x12345678, %ecx; rdmsr', [[8, 13]])
  expect { go(m) == 0x80 && exit(m) == [0x4d, 0] }
  m = prepare(machine(), 'mov $0x12345678, %ecx; rdmsr')
  expect { go(m) == 0x81 && m.mem(SEEN, 16).u64(8) == INNER + 5 }
}
test('a triple fault of the inner guest is a shutdown for the outer one', source: 'APM 2 15.14.3', bringup: 155) { def m = prepare(machine(), 'lidt 0x5000; ud2', [[0x0c, 31]]); expect { go(m) == 0x80 && u64(m, 0x70) == 0x7f } }
// The permission map of ports.
[[0x60, 'out %al, $0x60', 0x600010], [0x60, 'in $0x60, %al', 0x600011], [0x71, 'out %ax, $0x71', 0x710020], [0x75, 'out %eax, $0x75', 0x750040]].each { port, text, right ->
  test("$text is intercepted by its bit in the map of ports, with port, size and direction, and without it is an exit to user space", source: 'APM 2 15.10', bringup: 155) {
    def m = prepare(machine(), "nop; $text", [[0x0c, 27]])
    m.mem IOPM + (port >> 3), u64: 1L << (port & 7)
    expect { go(m) == 0x80 && u64(m, 0x70) == 0x7b && (u64(m, 0x78) & 0xffff007fL) == right && u64(m, 0x80) == INNER + 1 + asm(x86_64, at: 0, text).bytes.length }
    m = prepare(machine(), "nop; $text", [[0x0c, 27]])
    expect { go(m) == port }
  }
}
test('a port of 2 bytes is intercepted by the bit of its second one', source: 'APM 2 15.10', bringup: 155) { def m = prepare(machine(), 'out %ax, $0x67', [[0x0c, 27]]); m.mem IOPM + 0xd, u64: 1; expect { go(m) == 0x80 && u64(m, 0x70) == 0x7b } }
test('without the intercept of ports the map does not count', source: 'APM 2 15.10', bringup: 155) { def m = prepare(machine(), 'nop; out %al, $0x60'); m.mem IOPM + 0xc, u64: 1; expect { go(m) == 0x60 } }
// The permission map of MSRs: 2 bits for each, from 0 and from 0xc0000000.
[[0x174, 0, 'rdmsr', 0], [0x174, 0, 'wrmsr', 1], [0xc0000082L, 0x800, 'rdmsr', 0], [0xc0000082L, 0x800, 'wrmsr', 1]].each { msr, base, text, write ->
  test("$text of ${Long.toHexString(msr)} is intercepted by its bit in the map of MSRs, and not by the other", source: 'APM 2 15.11', bringup: 155) {
    [true, false].each { own ->
      def m = prepare(machine(), text, [[0x0c, 28]]), bit = (msr & 0x1fff) * 2 + (own ? write : 1 - write)
      m.mem MSRPM + base + (bit >> 3), u64: 1L << (bit & 7)
      expect { go(m, 0, [rcx: msr, rdx: 0]) == (own ? 0x80 : 0x98) && (!own || exit(m) == [0x7c, write]) }
    }
  }
}
// What is injected.
[[2, 'an NMI', 0x80000202L, 0x82], [0x41, 'an interrupt', 0x80000041L, 0x82], [6, 'an exception', 0x80000306L, 0x82]].each { vector, name, event, port ->
  test("$name that is injected is taken by the inner guest", source: 'APM 2 15.20', bringup: 155) { def m = prepare(machine(), 'nop', [], [(0xa8): event]); expect { go(m) == port && m.mem(SEEN + 8, 8).u64(0) == INNER } }
}
test('an exception with an error code that is injected', source: 'APM 2 15.20', bringup: 155) { def m = prepare(machine(), 'nop', [], [(0xa8): 0x123480000b0eL]); expect { go(m) == 0x81 && m.mem(SEEN, 16).u64(0) == 0x1234 && m.mem(SEEN, 16).u64(8) == INNER } }
test('a virtual interrupt that is intercepted ends the inner guest when it has interrupts on', source: 'APM 2 15.21', bringup: 155) {
  def m = prepare(machine(), 'nop; sti; nop; nop', [[0x0c, 4]], [(0x60): 0x0f0100L | 0x55L << 32])
  expect { go(m) == 0x80 && u64(m, 0x70) == 0x64 && u64(m, 0x578) == INNER + 3 }
}
test('an interrupt of the outer guest ends the inner one, and is taken when GIF is set', source: 'APM 2 15.13', bringup: 155) {
  def m = prepare(machine(), 'nop', [[0x0c, 0]], [(0x60): 1L << 24]), v = m.vcpu(0), s = v.ioctl(KVM_GET_LAPIC)
  [[0xf0, 0xff], [0xf1, 1], [0x352, 1]].each { at, to -> s.regs[at] = to }
  s.regs[0x220] = 2                        // vector 0x41
  v.ioctl KVM_SET_LAPIC, s
  expect { go(m, 0, [rflags: 0x202]) == 0x82 || u64(m, 0x70) == 0x60 }
}
test('an NMI ends the inner guest', source: 'APM 2 15.13', bringup: 155) { def m = prepare(machine(), 'nop', [[0x0c, 1]]); expect { go(m, 0x40) == 0x70 }; m.vcpu(0).ioctl KVM_NMI; expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'io' && m.vcpu(0).run.io.port == 0x80 && u64(m, 0x70) == 0x61 } }
// A VMCB that is refused.
[['ASID 0', 0x58, 0], ['no intercept of VMRUN', 0x10, 0], ['EFER without SVME', 0x4d0, 0x500], ['CR0 with NW and without CD', 0x558, 0xa0000011L], ['CR0 with bit 32', 0x558, 0x180000011L], ['CR4 with a reserved bit', 0x548, 1L << 40 | 0x20], ['CR4 without PAE', 0x548, 0], ['DR6 with bit 32', 0x568, 1L << 32], ['DR7 with bit 32', 0x560, 1L << 32],
 ['an EFER with a reserved bit', 0x4d0, 0x1d02], ['a map of MSRs outside of physical memory', 0x48, 1L << 52], ['a map of ports outside of physical memory', 0x40, 1L << 52]].each { name, at, value ->
  test("a VMCB with $name: VMEXIT_INVALID, and the inner guest does not run", source: 'APM 2 15.5.1', bringup: 155) { def m = prepare(machine(), 'nop', [], [(at): value]); expect { go(m) == 0x80 && u64(m, 0x70) == -1 } }
}
test('what the inner guest changes is in the VMCB at its end, and the outer guest has its own again', source: 'APM 2 15.6', bringup: 155) {
  def m = prepare(machine(), 'mov $0x2222, %eax; mov $0x8700, %esp; mov %cr0, %rcx; or $0x10000, %ecx; mov %rcx, %cr0; mov $0x5678, %ecx; mov %rcx, %cr2; stc; mov $0x4444, %ebx; hlt', [[0x0c, 24]]), before = m.vcpu(0).ioctl(KVM_GET_SREGS)
  expect { go(m) == 0x80 && u64(m, 0x70) == 0x78 && u64(m, 0x5f8) == 0x2222 && u64(m, 0x5d8) == 0x8700 && (u64(m, 0x558) & 0x10000) == 0x10000 && u64(m, 0x640) == 0x5678 && (u64(m, 0x570) & 1) == 1 }
  def after = m.vcpu(0).ioctl KVM_GET_SREGS
  expect { m.regs.rbx == 0x4444 && m.regs.rsp == STACK && (m.regs.rflags & 1) == 0 && [after.cr0, after.cr3, after.cr4, after.efer, after.idt.base] == [before.cr0, before.cr3, before.cr4, before.efer, before.idt.base] }
}
test('the TSC of the inner guest has the offset of the VMCB', source: 'APM 2 15.30.5', bringup: 155) { def m = prepare(machine(), 'rdtsc; shl $32, %rdx; or %rdx, %rax; mov %rax, %rbx', [], [(0x50): 1L << 50]); expect { go(m) == 0x98 && (m.regs.rbx >>> 50) == 1 } }
test('VMLOAD and VMSAVE move FS, GS, TR, LDTR and the MSRs of system calls', source: 'APM 2 15.5.2', bringup: 155) {
  def m = prepare(machine(), 'nop'), value = { it == 8 ? 0x99999900L : 0x1111111100L * (it + 1) }
  def fields = [0x448, 0x458, 0x478, 0x600, 0x608, 0x610, 0x618, 0x620, 0x628]
  fields.eachWithIndex { at, i -> m.mem VMCB + at, u64: value(i) }
  expect { go(m, 0x20, [rbx: OTHER]) == 0x80 && fields.every { at -> m.mem(OTHER + at, 8).u64(0) == u64(m, at) } && m.mem(OTHER + 0x490, 16).u64(8) == u64(m, 0x498) }
}

// The state that user space moves.
def SIZE = 4224
def state = { m -> def r = m.allocate(SIZE); r.write 4, [SIZE & 0xff, SIZE >> 8, 0, 0] as byte[]; m.vcpu(0).ioctl KVM_GET_NESTED_STATE, r; r }
def number = { r, at, n -> def b = r.bytes(at, n); (0..<n).collect { (b[it] & 0xffL) << 8 * it }.sum() }
test('outside of an inner guest: the flag of GIF alone, format and size', source: 'api.rst 4.114', bringup: 155) {
  def m = prepare(machine(), 'nop'), r = state(m)
  expect { number(r, 0, 2) == KVM_STATE_NESTED_GIF_SET && number(r, 2, 2) == KVM_STATE_NESTED_FORMAT_SVM && number(r, 4, 4) == 128 }
  expect { go(prepare(m, 'hlt', [[0x0c, 24]])) == 0x80 && number(state(m), 0, 2) == 0 }               // VMEXIT clears GIF
}
test('inside of an inner guest: its flag, the address of the VMCB, its intercepts, and the state of the outer guest', source: 'api.rst 4.114', bringup: 155) {
  def m = prepare(machine(), 'nop; out %al, $0x60; nop; hlt', [[0x0c, 24], [8, 6]])
  expect { go(m) == 0x60 }
  def r = state(m)
  expect { number(r, 0, 2) == (KVM_STATE_NESTED_GIF_SET | KVM_STATE_NESTED_GUEST_MODE) && number(r, 4, 4) == SIZE && number(r, 8, 8) == VMCB }
  expect { number(r, 128 + 8, 4) == 0x40 && number(r, 128 + 0x0c, 4) == 1 << 24 && number(r, 128 + 0x10, 4) == 1 && number(r, 128 + 0x58, 4) == 1 && number(r, 128 + 0x578, 8) == CODE + 3 && number(r, 128 + 0x5d8, 8) == STACK }
  // Another vCPU goes on with it: its inner guest ends by its intercept.
  def other = prepare(machine(), 'nop; out %al, $0x60; nop; hlt', [[0x0c, 24], [8, 6]]), v = other.vcpu(0), from = m.vcpu(0)
  other.mem VMCB, bytes: m.mem(VMCB, 4096).bytes
  def s = from.ioctl(KVM_GET_SREGS), regs = from.ioctl(KVM_GET_REGS)
  v.ioctl KVM_SET_SREGS, s
  v.ioctl KVM_SET_NESTED_STATE, r
  v.ioctl KVM_SET_REGS, regs
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' && (v.run.io.port == 0x60 || v.run.io.port == 0x80) }
  if (v.run.io.port == 0x60) v.ioctl KVM_RUN, within: 20.s
  expect { v.run.io.port == 0x80 && other.mem(VMCB + 0x70, 8).u64(0) == 0x78 && other.regs.rax == VMCB }
}
[['an unknown flag', 0, [0x09, 0x80]], ['the format of VMX', 2, [0, 0]], ['a size that is too small', 4, [100, 0, 0, 0]]].each { name, at, bytes ->
  test("KVM_SET_NESTED_STATE with $name: EINVAL", source: 'api.rst 4.115') {
    def m = prepare(machine(), 'nop; out %al, $0x60; nop; hlt', [[0x0c, 24]])
    go m
    def r = state(m)
    r.write at, bytes as byte[]
    expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_SET_NESTED_STATE, r }
  }
}
test('KVM_SET_NESTED_STATE without a guest of the guest leaves it', source: 'api.rst 4.115', bringup: 155) {
  def m = prepare(machine(), 'nop; out %al, $0x60; nop; hlt', [[0x0c, 24]]), outside = state(m)
  expect { go(m) == 0x60 }
  m.vcpu(0).ioctl KVM_SET_NESTED_STATE, outside
  expect { number(state(m), 0, 2) == KVM_STATE_NESTED_GIF_SET }
}
