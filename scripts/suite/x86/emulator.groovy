// Instructions that KVM executes itself because their operand is outside of memory: each with its size, its extension, its flags and its accesses in their order.
//   kvmsh test scripts/suite/x86/emulator.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/emulator.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def CODE = 0x1000, DATA = 0x4000, AT = 0xd0000000L, SEEN = 0x3000
def LOW = 0x8877665544332211L, R = { offset, size -> ['r', offset, size] }, W = { offset, long value, size -> ['w', offset, size == 8 ? value : value & (1L << 8 * size) - 1, size] }
// Text, registers before, accesses, registers behind, flags that are set of CF PF AF ZF SF OF, bytes at DATA. The device has 11 22 33 44 55 66 77 88, 99 and so on.
// rbx is the device, rsi and rdi as given, rax is ffeeddccbbaa9988 unless given.
def RAX = 0xffeeddccbbaa9988L, CF = 1, ZF = 0x40, SF = 0x80, OF = 0x800
def ROWS = [
  ['movzbl (%rbx), %eax', [:], [R(0, 1)], [rax: 0x11]], ['movzwl (%rbx), %eax', [:], [R(0, 2)], [rax: 0x2211]], ['movzbq 7(%rbx), %rax', [:], [R(7, 1)], [rax: 0x88]], ['movzbw 7(%rbx), %ax', [:], [R(7, 1)], [rax: 0xffeeddccbbaa0088L]],
  ['movsbl 7(%rbx), %eax', [:], [R(7, 1)], [rax: 0xffffff88L]], ['movsbq 7(%rbx), %rax', [:], [R(7, 1)], [rax: -0x78]], ['movswl 6(%rbx), %eax', [:], [R(6, 2)], [rax: 0xffff8877L]], ['movswq 6(%rbx), %rax', [:], [R(6, 2)], [rax: -0x7789]],
  ['movslq 4(%rbx), %rax', [:], [R(4, 4)], [rax: 0xffffffff88776655L]], ['movslq (%rbx), %rax', [:], [R(0, 4)], [rax: 0x44332211]], ['mov (%rbx), %al', [:], [R(0, 1)], [rax: 0xffeeddccbbaa9911L]], ['mov (%rbx), %ah', [:], [R(0, 1)], [rax: 0xffeeddccbbaa1188L]],
  ['mov %ah, (%rbx)', [:], [W(0, 0x99, 1)], [:]], ['movb $0x7f, 3(%rbx)', [:], [W(3, 0x7f, 1)], [:]], ['movw $0x1234, 2(%rbx)', [:], [W(2, 0x1234, 2)], [:]], ['movl $0x12345678, 4(%rbx)', [:], [W(4, 0x12345678, 4)], [:]], ['movq $-2, 8(%rbx)', [:], [W(8, -2, 8)], [:]],
  ['movabs %eax, 0xd0000010', [:], [W(0x10, 0xbbaa9988L, 4)], [:]], ['movabs 0xd0000008, %al', [:], [R(8, 1)], [rax: 0xffeeddccbbaa9999L]], ['movnti %rax, (%rbx)', [:], [W(0, RAX, 8)], [:]], ['mov %ds, (%rbx)', [:], [W(0, 0x10, 2)], [:]],
  ['add (%rbx), %eax', [rax: 0xfffffff0L], [R(0, 4)], [rax: 0x44332201], CF], ['add %eax, (%rbx)', [rax: 1], [R(0, 4), W(0, 0x44332212, 4)], [:], 0], ['sub (%rbx), %rax', [rax: 1], [R(0, 8)], [rax: 1 - LOW], CF], ['cmp %al, (%rbx)', [rax: 0x11], [R(0, 1)], [:], ZF],
  ['cmpl $0x44332211, (%rbx)', [:], [R(0, 4)], [:], ZF], ['test %al, (%rbx)', [rax: 0xee], [R(0, 1)], [:], ZF], ['testb $0x80, 7(%rbx)', [:], [R(7, 1)], [:], SF], ['orb $0x80, (%rbx)', [:], [R(0, 1), W(0, 0x91, 1)], [:], SF], ['andl $0x0f0f0f0f, (%rbx)', [:], [R(0, 4), W(0, 0x04030201, 4)], [:], 0],
  ['xorw $0xffff, (%rbx)', [:], [R(0, 2), W(0, 0xddee, 2)], [:], SF], ['adcl $0, (%rbx)', [rflags: 3], [R(0, 4), W(0, 0x44332212, 4)], [:], 0], ['sbbb %al, (%rbx)', [rax: 0x10, rflags: 3], [R(0, 1), W(0, 0, 1)], [:], ZF],
  ['incl (%rbx)', [:], [R(0, 4), W(0, 0x44332212, 4)], [:], 0], ['decb (%rbx)', [:], [R(0, 1), W(0, 0x10, 1)], [:], 0], ['notq (%rbx)', [:], [R(0, 8), W(0, ~LOW, 8)], [:]], ['negl (%rbx)', [:], [R(0, 4), W(0, -0x44332211, 4)], [:], CF | SF],
  ['shlb $1, 7(%rbx)', [:], [R(7, 1), W(7, 0x10, 1)], [:], CF | OF], ['shrw $4, (%rbx)', [:], [R(0, 2), W(0, 0x221, 2)], [:]], ['sarb $3, 7(%rbx)', [:], [R(7, 1), W(7, 0xf1, 1)], [:]], ['rolb $1, 7(%rbx)', [:], [R(7, 1), W(7, 0x11, 1)], [:]],
  ['btl $1, (%rbx)', [:], [R(0, 4)], [:], 0], ['btl $4, (%rbx)', [:], [R(0, 4)], [:], CF], ['btsl $1, (%rbx)', [:], [R(0, 4), W(0, 0x44332213, 4)], [:], 0], ['btrl $4, (%rbx)', [:], [R(0, 4), W(0, 0x44332201, 4)], [:], CF], ['bsf (%rbx), %eax', [:], [R(0, 4)], [rax: 0]], ['bsr (%rbx), %eax', [:], [R(0, 4)], [rax: 30]],
  ['xchg %eax, (%rbx)', [:], [R(0, 4), W(0, 0xbbaa9988L, 4)], [rax: 0x44332211]], ['xadd %ax, (%rbx)', [rax: 1], [R(0, 2), W(0, 0x2212, 2)], [rax: 0x2211]], ['cmpxchg %ecx, (%rbx)', [rax: 0x44332211, rcx: 7], [R(0, 4), W(0, 7, 4)], [rax: 0x44332211], ZF],
  ['cmovne (%rbx), %eax', [rflags: 2], [R(0, 4)], [rax: 0x44332211]], ['sete (%rbx)', [rflags: 0x42], [W(0, 1, 1)], [:]], ['setne (%rbx)', [rflags: 0x42], [W(0, 0, 1)], [:]], ['imul (%rbx), %eax', [rax: 3], [R(0, 4)], [rax: 0xcc996633L]], ['imul $2, (%rbx), %eax', [:], [R(0, 4)], [rax: 0x88664422L]],
  ['mull (%rbx)', [rax: 0x10, rdx: 0], [R(0, 4)], [rax: 0x43322110, rdx: 4]], ['divl (%rbx)', [rax: 0x88664424L, rdx: 0], [R(0, 4)], [rax: 2, rdx: 2]], ['movl (%rbx,%rcx,4), %eax', [rcx: 2], [R(8, 4)], [rax: 0xccbbaa99L]], ['movl -8(%rbx,%rcx,8), %eax', [rcx: 2], [R(8, 4)], [rax: 0xccbbaa99L]],
  ['push (%rbx); pop %rcx', [:], [R(0, 8)], [rcx: LOW]], ['push %rax; pop (%rbx)', [:], [W(0, RAX, 8)], [:]], ['mov (%rbx), %r9d; mov %r9, %rcx', [:], [R(0, 4)], [rcx: 0x44332211]], ['lodsl', [rsi: AT], [R(0, 4)], [rax: 0x44332211, rsi: AT + 4]], ['std; lodsw; cld', [rsi: AT + 2], [R(2, 2)], [rax: 0xffeeddccbbaa4433L, rsi: AT]],
  ['stosb', [rdi: AT], [W(0, 0x88, 1)], [rdi: AT + 1]], ['stosq', [rdi: AT + 8], [W(8, RAX, 8)], [rdi: AT + 16]], ['rep stosl', [rdi: AT, rcx: 3], [W(0, 0xbbaa9988L, 4), W(4, 0xbbaa9988L, 4), W(8, 0xbbaa9988L, 4)], [rdi: AT + 12, rcx: 0]], ['rep stosb', [rdi: AT, rcx: 0], [], [rdi: AT, rcx: 0]],
  ['movsb', [rsi: DATA, rdi: AT], [W(0, 0xa1, 1)], [rsi: DATA + 1, rdi: AT + 1]], ['rep movsl', [rsi: AT, rdi: DATA + 0x100, rcx: 2], [R(0, 4), R(4, 4)], [rsi: AT + 8, rdi: DATA + 0x108, rcx: 0]], ['rep movsw', [rsi: DATA, rdi: AT, rcx: 2], [W(0, 0xa2a1, 2), W(2, 0xa4a3, 2)], [rcx: 0]],
  ['movsb', [rsi: AT, rdi: AT + 8], [R(0, 1), W(8, 0x11, 1)], [:]], ['cmpsb', [rsi: DATA, rdi: AT], [R(0, 1)], [rsi: DATA + 1, rdi: AT + 1]], ['scasb', [rax: 0x11, rdi: AT], [R(0, 1)], [rdi: AT + 1], ZF], ['repne scasb', [rax: 0x33, rdi: AT, rcx: 8], [R(0, 1), R(1, 1), R(2, 1)], [rdi: AT + 3, rcx: 5], ZF],
  ['lock incl (%rbx)', [:], [R(0, 4), W(0, 0x44332212, 4)], [:]], ['mov %rax, 0xffc(%rbx)', [:], [W(0xffc, 0xbbaa9988L, 4), W(0x1000, 0xffeeddccL, 4)], [:]], ['mov 0xffe(%rbx), %eax', [:], [R(0xffe, 2), R(0x1000, 2)], [rax: 0]]]

def machine = { text ->
  def m = vm {
    memory at: 0, size: 128.KB
    load at: CODE, bytes: asm(x86_64, at: CODE, "$text; nop; hlt").bytes
    vcpu(0) { long64 CODE, tables: 0x10000; regs rbx: AT, rax: RAX, rsp: 0x9000 }
  }
  m.mem DATA, u64: [0xa8a7a6a5a4a3a2a1L, 0]
  m
}
// Runs to HLT; a device of 16 bytes answers loads and keeps stores.
def accesses = { m ->
  def v = m.vcpu(0), device = (0..15).collect { 0x11 * (it + 1) & 0xff } as List, all = [], e = v.ioctl(KVM_RUN, within: 20.s)
  while (e.name == 'mmio' && all.size() < 20) {
    def at = (v.run.mmio.phys_addr - AT) as int, len = v.run.mmio.len
    if (v.run.mmio.is_write) {
      def bytes = (0..<len).collect { v.run.mmio.data[it] & 0xffL }
      bytes.eachWithIndex { b, i -> if (at + i < 16) device[at + i] = b }
      all << ['w', at, bytes.withIndex().collect { b, i -> b << 8 * i }.sum(), len]
    } else {
      len.times { v.run.mmio.data[it] = at + it < 16 ? device[at + it] as int : 0 }
      all << ['r', at, len]
    }
    e = v.ioctl KVM_RUN, within: 20.s
  }
  expect { e.name == 'hlt' }
  all
}
ROWS.eachWithIndex { row, i ->
  def (text, before, right, behind, flags) = [row[0], row[1], row[2], row[3], row.size() > 4 ? row[4] : null]
  def given = before ? ' with ' + before.collect { k, v -> k + ' ' + v }.join(', ') : ''
  test("$text: its accesses$given, its registers and its flags", source: 'SDM 2; emulate.c', bringup: 125) {
    def m = machine(text)
    if (before) m.reg before
    def done = accesses m
    expect { done == right }
    behind.each { register, value -> expect { m.reg(register) == value } }
    if (flags != null) expect { (m.regs.rflags & (CF | ZF | SF | OF)) == flags }
    if (!behind.containsKey('rax') && !before.containsKey('rax') && !text.contains('lods')) expect { m.regs.rax == RAX }
  }
}
test('what a string instruction loads is in memory', source: 'SDM 2, MOVS', bringup: 125) { def m = machine('rep movsl'); m.reg rsi: AT, rdi: DATA + 0x100, rcx: 4; accesses m; expect { m.mem(DATA + 0x100, 16).u64(0) == LOW && m.mem(DATA + 0x100, 24).u64(16) == 0 } }
test('a store of 16 bytes is two of 8, and a load as well', source: 'emulate.c', bringup: 125) {
  def m = machine('movups 0x4000, %xmm1; movups %xmm1, (%rbx); movups (%rbx), %xmm2; movups %xmm2, 0x4100'), s = m.vcpu(0).ioctl(KVM_GET_SREGS)
  needs board.kind != 'real', 'SSE in ring 0'
  s.cr4 |= 0x600
  m.vcpu(0).ioctl KVM_SET_SREGS, s
  expect { accesses(m) == [W(0, 0xa8a7a6a5a4a3a2a1L, 8), W(8, 0, 8), R(0, 8), R(8, 8)] && m.mem(DATA + 0x100, 8).u64(0) == 0xa8a7a6a5a4a3a2a1L }
}
test('a call through a pointer that is no memory pushes its return address and goes there', source: 'emulate.c', bringup: 125) {
  def m = machine('xor %ecx, %ecx; call *(%rbx); inc %ecx'), v = m.vcpu(0)
  m.load at: 0x1800, bytes: asm(x86_64, at: 0x1800, 'inc %ecx; ret').bytes
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' }
  [0, 0x18, 0, 0, 0, 0, 0, 0].eachWithIndex { b, i -> v.run.mmio.data[i] = b }
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'hlt' && m.regs.rcx == 2 && m.regs.rsp == 0x9000 }
}
test('a #PF inside of a string instruction, behind its first rounds: the registers tell how far it went', source: 'emulate.c', bringup: 125) {
  def m = machine('rep movsb'), v = m.vcpu(0)
  m.reg rsi: 0x1fffe, rdi: AT, rcx: 4
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' && v.run.mmio.phys_addr == AT }
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' && v.run.mmio.phys_addr == AT + 1 }
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' && v.run.mmio.phys_addr == 0x20000 && v.run.mmio.is_write == 0 && v.run.mmio.len == 1 }
}
test('in real mode and in 32-bit mode a store has the address of its segment', source: 'emulate.c', bringup: 125) {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b8 00 b0 8e d8 c6 06 34 12 5a f4'; vcpu(0) { real 0x1000 } }, v = m.vcpu(0)      // mov $0xb000, %ax; mov %ax, %ds; movb $0x5a, 0x1234; hlt
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' && v.run.mmio.phys_addr == 0xb1234 && v.run.mmio.len == 1 && (v.run.mmio.data[0] & 0xff) == 0x5a }
  m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '66 89 83 10 00 00 00 f4'; vcpu(0) { prot32 0x1000; regs rbx: 0xd0000000L, rax: 0x11223344 } }      // mov %ax, 0x10(%ebx); hlt
  v = m.vcpu(0)
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'mmio' && v.run.mmio.phys_addr == 0xd0000010L && v.run.mmio.len == 2 && (v.run.mmio.data[0] & 0xff) == 0x44 }
}
