// Paging of 32-bit guests, with 32-bit entries and with PAE: rights, accessed and dirty bits, large pages, flushes, reserved bits, and the four pointers of PAE.
//   kvmsh test scripts/suite/x86/paging32.groovy -b qemu:x86_64

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64
// Software that runs guests without a processor's help has no 32-bit paging.
needs board.kind != 'real' || kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NESTED_STATE) > 0, 'a processor that runs guests'

def CODE = 0x1000, SEEN = 0x2000, GDT = 0x3000, TSS = 0x3800, IDT = 0x4000, LINEAR = 0x401000L, DATA = 0x61000L, OTHER = 0x62000L, LARGE = 0x800000L
def P = 1L, W = 2L, U = 4L, A = 0x20L, D = 0x40L, PS = 0x80L, ALL = P | W | U
// 32-bit code: mov (%ebx), %eax; ud2 and so on. Handlers store vector, error code and halt.
def code = asm(x86_64, at: CODE, """
  .code32
  read:  mov (%ebx), %eax; ud2
  .org 0x10
  write: mov %ecx, (%ebx); ud2
  .org 0x20
  moved: mov (%ebx), %eax; mov %ecx, (%edi); invlpg (%ebx); mov (%ebx), %edx; ud2
  .org 0x40
  flush: mov (%ebx), %eax; mov %ecx, (%edi); mov %cr3, %edx; mov %edx, %cr3; mov (%ebx), %edx; ud2
  .org 0x60
  load:  mov %ecx, %cr3; ud2
  .org 0x80
  ud:    push \$0; push \$6; jmp taken
  .org 0x90
  pf:    push \$14; jmp taken
  .org 0xa0
  gp:    push \$13; jmp taken
  .org 0xc0
  taken: pop ${SEEN}; pop ${SEEN + 4}; hlt
""")
// Where the tables are, the size of an entry, and the entry of LINEAR at each level.
def MODES = ['32-bit entries': [size: 4, pte: 0x42004, pde: 0x40004, large: 0x400000], 'PAE': [size: 8, pte: 0x43008, pde: 0x41010, large: 0x200000]]
def put = { m, k, at, value -> if (k.size == 4) m.mem at, u32: value; else m.mem at, u64: value }
def entry = { m, k, at -> k.size == 4 ? m.mem(at, 4).u32(0) : m.mem(at, 8).u64(0) }
def machine = { k ->
  def m = vm { memory at: 0, size: 1.MB; load at: CODE, bytes: code.bytes; cpuid; vcpu(0) { prot32 CODE } }
  m.memory at: LARGE, size: 4.MB
  def v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS), gate = { to -> (to & 0xffffL) | 8L << 16 | 0x8e00L << 32 | (to as long) >> 16 << 48 }
  m.mem GDT, u64: [0, 0x00cf9b000000ffffL, 0x00cf93000000ffffL, 0x00cffb000000ffffL, 0x00cff3000000ffffL, 0x67L | (TSS & 0xffffL) << 16 | 0x89L << 40]
  m.mem TSS, u32: [0, 0x9000, 0x10] + [0] * 23
  [(6): CODE + 0x80, (14): CODE + 0x90, (13): CODE + 0xa0].each { n, to -> m.mem IDT + 8 * n, u64: gate(to) }
  s.gdt.base = GDT; s.gdt.limit = 0x2f; s.idt.base = IDT; s.idt.limit = 0xff
  s.tr.base = TSS; s.tr.limit = 0x67; s.tr.present = 1; s.tr.s = 0; s.tr.selector = 0x28
  if (k.size == 4) {
    m.mem 0x40000, u32: [0x41000 | ALL, 0x42000 | ALL]
    m.mem 0x41000, u32: (0..255).collect { it * 0x1000 | ALL }
    s.cr4 = 0x10
  } else {
    m.mem 0x40000, u64: [0x41000 | P, 0, 0, 0]
    m.mem 0x41000, u64: [0x42000 | ALL, 0, 0x43000 | ALL]
    m.mem 0x42000, u64: (0..255).collect { it * 0x1000 | ALL }
    s.cr4 = 0x20
    s.efer = 0x800
  }
  put m, k, k.pte, DATA | ALL
  m.mem DATA, u32: 0x11223344
  m.mem OTHER, u32: 0x55667788
  s.tr.type = 11
  s.cr3 = 0x40000; s.cr0 = 0x80010011L
  v.ioctl KVM_SET_SREGS, s
  m
}
def access = { m, at, more = [:], ring = 0 ->
  m.mem SEEN, u32: [0xff, 0xff]
  def v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS)
  s.cr2 = 0
  s.tr.type = board.kind == 'emulated' ? 9 : 11                            // QEMU takes no stack from one that is busy, and aborts
  s.cs.selector = ring ? 0x1b : 8; s.cs.dpl = ring
  ['ss', 'ds', 'es'].each { s."$it".selector = ring ? 0x23 : 0x10; s."$it".dpl = ring }
  v.ioctl KVM_SET_SREGS, s
  m.reg([rip: CODE + at, rbx: LINEAR, rcx: 0x12345678, rsp: 0x8800, rflags: 2] + more)
  def e = v.ioctl KVM_RUN, within: 20.s
  if (e.name != 'hlt') return [e.name]
  def (vector, error) = [m.mem(SEEN, 4).u32(0), m.mem(SEEN + 4, 4).u32(0)]
  vector == 14 ? [14, error, v.ioctl(KVM_GET_SREGS).cr2] : [vector, error]
}
def DONE = [6, 0]
def error = { leaf, write, ring ->
  def present = (leaf & P) != 0, refused = !present || write && (leaf & W) == 0 || ring == 3 && (leaf & U) == 0
  refused ? [14, (present ? 1 : 0) | (write ? 2 : 0) | (ring == 3 ? 4 : 0), LINEAR] : DONE
}

MODES.each { name, k ->
  [P, P | W, P | U, ALL, W | U].each { leaf ->
    test("$name: a page ${(leaf & P) ? 'that is there' : 'that is none'}, ${(leaf & W) ? 'writable' : 'read-only'}, ${(leaf & U) ? 'of the user' : 'of the supervisor'}: each access is done, or a fault with its error code and CR2", source: 'SDM 3A 4.3, 4.4, 4.7', bringup: 148) {
      [0, 3].each { ring ->
        def m = machine k
        put m, k, k.pte, DATA | leaf
        expect { access(m, 0, [:], ring) == error(leaf, false, ring) && access(m, 0x10, [:], ring) == error(leaf, true, ring) }
        expect { m.mem(DATA, 4).u32(0) == (error(leaf, true, ring) == DONE ? 0x12345678 : 0x11223344) }
        m = machine k
        put m, k, k.pde, (entry(m, k, k.pde) & ~7L) | leaf
        expect { access(m, 0, [:], ring) == error(leaf, false, ring) && access(m, 0x10, [:], ring) == error(leaf, true, ring) }
      }
    }
  }
  test("$name: a read sets the accessed bit, a write the dirty bit as well, and the directory has the first alone", source: 'SDM 3A 4.8', bringup: 148) {
    def m = machine(k), bits = { at -> entry(m, k, at) & 0x60 }
    expect { access(m, 0) == DONE && bits(k.pte) == A && bits(k.pde) == A && access(m, 0x10) == DONE && bits(k.pte) == (A | D) && bits(k.pde) == A }
  }
  test("$name: a large page is read and written, with its accessed and dirty bits", source: 'SDM 3A 4.3, 4.4', bringup: 148) {
    [0x0, 0x1000, k.large - 0x1000].each { offset ->
      def m = machine(k), at = 0x400000 + offset
      put m, k, k.pde, LARGE | ALL | PS
      m.mem LARGE + offset, u32: 0x77
      expect { access(m, 0, [rbx: at]) == DONE && m.regs.rax == 0x77 && (entry(m, k, k.pde) & 0x60) == A && access(m, 0x10, [rbx: at]) == DONE && m.mem(LARGE + offset, 4).u32(0) == 0x12345678 && (entry(m, k, k.pde) & 0x60) == 0x60 }
      m = machine k
      put m, k, k.pde, LARGE | P | PS
      expect { access(m, 0x10, [rbx: at]) == [14, 3, at as long] && access(m, 0, [rbx: at], 3) == [14, 5, at as long] }
    }
  }
  [['INVLPG', 0x20], ['a load of CR3', 0x40]].each { flush, at ->
    test("$name: after $flush the guest's new entry counts: another page, then none", source: 'SDM 3A 4.10', bringup: 148) {
      def m = machine k
      expect { access(m, at, [rcx: OTHER | ALL, rdi: k.pte]) == DONE && m.regs.rax == 0x11223344 && m.regs.rdx == 0x55667788 && access(m, at, [rcx: 0, rdi: k.pte]) == [14, 0, LINEAR] }
    }
  }
  test("$name: without CR0.WP the supervisor writes to a read-only page of the user, and the user does not", source: 'SDM 3A 4.6', bringup: 148) {
    def m = machine(k), s = m.vcpu(0).ioctl(KVM_GET_SREGS)
    s.cr0 &= ~0x10000L
    m.vcpu(0).ioctl KVM_SET_SREGS, s
    put m, k, k.pte, DATA | P | U
    expect { access(m, 0x10) == DONE && m.mem(DATA, 4).u32(0) == 0x12345678 && access(m, 0x10, [:], 3) == [14, 7, LINEAR] }
  }
  test("$name: KVM_TRANSLATE finds the page, and none for what is not mapped", source: 'api.rst 4.9', bringup: 148) {
    def m = machine(k), t = { at -> def x = m.vcpu(0).ioctl(KVM_TRANSLATE, linear_address: at); x.valid ? x.physical_address : -1 }
    expect { t(LINEAR + 0x123) == DATA + 0x123 && t(0x1010) == 0x1010 && t(0x7000000) == -1 }
  }
}
test('PAE: bit 62 of an entry is reserved, and NX without EFER.NXE too', source: 'SDM 3A 4.7', bringup: 148) {
  def k = MODES.PAE
  [k.pte, k.pde].each { at -> def m = machine k; m.mem at, u64: m.mem(at, 8).u64(0) | 1L << 62; expect { access(m, 0) == [14, 9, LINEAR] && access(m, 0x10) == [14, 11, LINEAR] } }
  def m = machine(k), s = m.vcpu(0).ioctl(KVM_GET_SREGS)
  s.efer = 0
  m.vcpu(0).ioctl KVM_SET_SREGS, s
  m.mem k.pte, u64: DATA | ALL | 1L << 63
  expect { access(m, 0) == [14, 9, LINEAR] }
}
test('PAE: a pointer with a reserved bit is a general protection when CR3 is loaded, and CR3 stays', source: 'SDM 3A 4.4.1', bringup: 148) {
  [W, U, 1L << 62].each { bit ->
    def m = machine MODES.PAE
    m.mem 0x50000, u64: [0x41000 | P | bit, 0, 0, 0]
    expect { access(m, 0x60, [rcx: 0x50000]) == [13, 0] && m.vcpu(0).ioctl(KVM_GET_SREGS).cr3 == 0x40000 }
  }
}
test('PAE: a pointer that is not present: a fault', source: 'SDM 3A 4.4.1', bringup: 148) { def m = machine MODES.PAE; expect { access(m, 0, [rbx: 0x40000000]) == [14, 0, 0x40000000L] && access(m, 0x10, [rbx: 0xc0001000L], 3) == [14, 6, 0xc0001000L] } }
test('PAE: a pointer in memory counts when the guest loads CR3', source: 'SDM 3A 4.4.1', bringup: 148) {
  def m = machine MODES.PAE
  m.mem 0x50000, u64: [0x41000 | P, 0x44000 | P, 0, 0]
  m.mem 0x44000, u64: [0, 0, 0x43000 | ALL]
  expect { access(m, 0, [rbx: 0x40401000]) == [14, 0, 0x40401000L] && access(m, 0x60, [rcx: 0x50000]) == DONE && access(m, 0, [rbx: 0x40401000]) == DONE && m.regs.rax == 0x11223344 }
}
