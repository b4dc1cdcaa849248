// Paging of x86: rights, reserved bits, accessed and dirty bits, large pages, flushes, MMIO behind page tables; each fault with its error code and CR2.
//   kvmsh test scripts/suite/x86/paging.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/paging.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64
// Software that runs guests without a processor's help has rules of its own for rings and page tables.
needs board.kind != 'real' || kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NESTED_STATE) > 0, 'a processor that runs guests'

def SEEN = 0x2000, TSS = 0x3000, CODE = 0x1000
// Tables at 0x40000: the code's at 0, and those of LINEAR, which lead to DATA.
def TOP = 0x40000, PTE = 0x47000, PDE = 0x46000, PDPTE = 0x45000, LINEAR = 0x8040201000L, DATA = 0x61000, OTHER = 0x62000, LARGE = 0x400000
def P = 1L, W = 2L, U = 4L, A = 0x20L, D = 0x40L, PS = 0x80L, G = 0x100L, NX = 1L << 63, ALL = P | W | U
def CODED = [8, 10, 11, 12, 13, 14, 17]
def code = asm(x86_64, at: CODE, """
  read:  mov (%rbx), %rax; ud2
  .org 0x10
  write: mov %rcx, (%rbx); ud2
  .org 0x20
  fetch: jmp *%rbx
  .org 0x40
  moved: mov (%rbx), %rax; mov %rcx, (%rdi); invlpg (%rbx); mov (%rbx), %rdx; ud2
  .org 0x60
  loose: mov %rcx, (%rdi); mov %rdx, (%rbx); ud2
  .org 0x80
  space: mov (%rbx), %rax; mov %rcx, %cr3; mov (%rbx), %rdx; mov %rdi, %cr3; mov (%rbx), %rsi; ud2
  .org 0xa0
  flush: mov (%rbx), %rax; mov %rcx, (%rdi); mov %cr3, %rdx; mov %rdx, %cr3; mov (%rbx), %rdx; ud2
  .org 0xc0
  pge:   mov (%rbx), %rax; mov %rcx, (%rdi); mov %cr4, %rdx; btc \$7, %rdx; mov %rdx, %cr4; btc \$7, %rdx; mov %rdx, %cr4; mov (%rbx), %rdx; ud2
""" + (0..19).collect { n -> "\n.org ${0x400 + 16 * n}\n ${n in CODED ? '' : 'pushq \$0;'} pushq \$$n; jmp taken" }.join('') + """
  .org 0x600
  taken: popq ${SEEN}; popq ${SEEN + 8}; popq ${SEEN + 16}; hlt
""")
def machine = {
  def m = vm {
    memory at: 0, size: 1.MB
    load at: CODE, bytes: code.bytes
    cpuid
    vcpu(0) { long64 CODE, tables: 0x10000; vectors((0..19).collectEntries { [it, CODE + 0x400 + 16 * it] }); regs rsp: 0x9000 }
  }
  m.memory at: LARGE, size: 2.MB
  def v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS)
  m.mem TSS, u64: [0, 0x9000L << 32, 0]                     // rsp0 is at 4
  m.mem TSS + 4, u64: 0x9000
  s.tr.base = TSS; s.tr.limit = 0x67; s.tr.type = 11; s.tr.present = 1; s.tr.s = 0; s.tr.selector = 0x28
  s.cr3 = TOP; s.efer |= 0x800; s.cr4 |= 0x80; s.cr0 |= 0x10000
  v.ioctl KVM_SET_SREGS, s
  m.mem TOP, u64: 0x41000 | ALL                              // linear 0 to 2 MiB: itself, but for the user too
  m.mem 0x41000, u64: 0x42000 | ALL
  m.mem 0x42000, u64: 0x43000 | ALL
  m.mem 0x43000, u64: (0..255).collect { it * 0x1000 | ALL }
  m.mem TOP + 8, u64: PDPTE | ALL                            // LINEAR is in entry 1 of each table
  m.mem PDPTE + 8, u64: PDE | ALL
  m.mem PDE + 8, u64: PTE | ALL
  m.mem PTE + 8, u64: DATA | ALL
  m.mem DATA, u64: 0x1122334455660b0fL                       // ud2, as code
  m.mem OTHER, u64: 0x77889900aabb0b0fL
  m
}
def control = { m, change -> def s = m.vcpu(0).ioctl KVM_GET_SREGS; change s; m.vcpu(0).ioctl KVM_SET_SREGS, s }
def user = { s -> s.cs.selector = 0x33; s.ss.selector = 0x2b; s.cs.dpl = 3; s.ss.dpl = 3; s.ss.type = 3; s.ss.present = 1; s.ss.s = 1; s.ss.unusable = 0; s.ss.limit = 0xffffffffL }
// The exception that the access ended with, #UD if it was done, as [vector, error code], and CR2 if it is a page fault.
def access = { m, entry, more = [:], ring = 0 ->
  m.mem SEEN, u64: [0xff, 0xff, 0xff]
  control m, { s -> s.cr2 = 0; s.cs.selector = 8; s.cs.dpl = 0; s.ss.selector = 0x10; s.ss.dpl = 0; if (ring) user s }
  m.reg([rip: CODE + entry, rbx: LINEAR, rcx: 0x1234567812345678L, rsp: 0x8800, rflags: 2] + more)
  def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s
  if (e.name != 'hlt') return [e.name]
  def (vector, error) = [m.mem(SEEN, 8).u64(0), m.mem(SEEN + 8, 8).u64(0)]
  vector == 14 ? [14, error, m.vcpu(0).ioctl(KVM_GET_SREGS).cr2] : [vector, error]
}
def DONE = [6, 0], KINDS = [fetch: 0x20, read: 0, write: 0x10]
def error = { leaf, kind, ring, wp = true ->
  def present = (leaf & P) != 0
  def refused = !present || kind == 'write' && (leaf & W) == 0 && (ring == 3 || wp) || ring == 3 && (leaf & U) == 0 || kind == 'fetch' && (leaf & NX) != 0
  refused ? [14, (present ? 1 : 0) | (kind == 'write' ? 2 : 0) | (ring == 3 ? 4 : 0) | (kind == 'fetch' ? 16 : 0), LINEAR] : DONE
}
def text = { leaf -> [(leaf & P) ? 'present' : 'not present', (leaf & W) ? 'writable' : 'read-only', (leaf & U) ? 'of the user' : 'of the supervisor', (leaf & NX) ? 'without code' : 'with code'].join(', ') }

[P, P | W, P | U, ALL, P | NX, P | W | NX, P | U | NX, ALL | NX, W | U, 0L].each { leaf ->
  [0, 3].each { ring ->
    test("a page that is ${text leaf}, in ring $ring: each access is done, or a fault with its error code and CR2", source: 'SDM 3A 4.6, 4.7', bringup: 148) {
      def m = machine()
      m.mem PTE + 8, u64: DATA | leaf
      KINDS.each { kind, entry -> expect { access(m, entry, [:], ring) == error(leaf, kind, ring) } }
      if (error(leaf, 'read', ring) == DONE) expect { m.regs.rax == 0x1122334455660b0fL }
      expect { m.mem(DATA, 8).u64(0) == (error(leaf, 'write', ring) == DONE ? 0x1234567812345678L : 0x1122334455660b0fL) }
    }
  }
}
[[TOP, 'the PML4 entry'], [PDPTE, 'the PDPT entry'], [PDE, 'the page directory entry']].each { table, name ->
  [P, P | W, P | U, ALL | NX, W | U].each { bits ->
    test("rights of $name count too: ${text bits}", source: 'SDM 3A 4.6, 4.7', bringup: 148) {
      [0, 3].each { ring ->
        def m = machine()
        m.mem table + 8, u64: m.mem(table + 8, 8).u64(0) & ~ALL | bits
        KINDS.each { kind, entry -> expect { access(m, entry, [:], ring) == error(bits, kind, ring) } }
      }
    }
  }
  [['bit 51', 1L << 51]].each { bit, reserved ->
    test("$bit of $name is reserved: a fault with that bit in its error code", source: 'SDM 3A 4.7', bringup: 148) {
      def m = machine()
      m.mem table + 8, u64: m.mem(table + 8, 8).u64(0) | reserved
      expect { access(m, 0) == [14, 9, LINEAR] && access(m, 0x10) == [14, 11, LINEAR] && access(m, 0x10, [:], 3) == [14, 15, LINEAR] && access(m, 0x20) == [14, 25, LINEAR] }
    }
  }
  test("$name gets its accessed bit and no dirty bit", source: 'SDM 3A 4.8', bringup: 148) {
    def m = machine()
    expect { (m.mem(table + 8, 8).u64(0) & 0x60) == 0 && access(m, 0x10) == DONE }
    expect { (m.mem(table + 8, 8).u64(0) & 0x60) == A }
  }
}
test('bit 51 of a page table entry is reserved', source: 'SDM 3A 4.7', bringup: 148) { def m = machine(); m.mem PTE + 8, u64: DATA | ALL | 1L << 51; expect { access(m, 0) == [14, 9, LINEAR] } }
test('the PS bit of a PML4 entry is reserved', source: 'SDM 3A 4.7', bringup: 148) { def m = machine(); m.mem TOP + 8, u64: PDPTE | ALL | PS; expect { access(m, 0) == [14, 9, LINEAR] } }
test('without EFER.NXE the NX bit is reserved', source: 'SDM 3A 4.7') {
  def m = machine()
  m.mem PTE + 8, u64: DATA | ALL | NX
  control m, { it.efer &= ~0x800L }
  expect { access(m, 0) == [14, 9, LINEAR] && access(m, 0x10) == [14, 11, LINEAR] }
}
test('without CR0.WP the supervisor writes to read-only pages, and the user does not', source: 'SDM 3A 4.6', bringup: 148) {
  [P, P | U].each { leaf ->
    def m = machine()
    m.mem PTE + 8, u64: DATA | leaf
    control m, { it.cr0 &= ~0x10000L }
    expect { access(m, 0x10) == DONE && m.mem(DATA, 8).u64(0) == 0x1234567812345678L }
    expect { access(m, 0x10, [:], 3) == error(leaf, 'write', 3) }
    control m, { it.cr0 |= 0x10000L }
    expect { access(m, 0x10) == error(leaf, 'write', 0) }
  }
}
test('a read sets the accessed bit of the entry, a write the dirty bit, and a fault none', source: 'SDM 3A 4.8', bringup: 148) {
  def m = machine(), bits = { m.mem(PTE + 8, 8).u64(0) & 0x60 }
  m.mem PTE + 8, u64: DATA | P | U
  expect { access(m, 0x10, [:], 3)[0] == 14 && bits() == 0 }
  expect { access(m, 0) == DONE && bits() == A }
  m.mem PTE + 8, u64: DATA | ALL | A
  expect { access(m, 0) == DONE && bits() == A }
  expect { access(m, 0x10) == DONE && bits() == (A | D) }
}
test('SMEP: the supervisor fetches no code from pages of the user', source: 'SDM 3A 4.6', bringup: 148) {
  def m = machine()
  needs m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == 7 && it.index == 0 && (it.ebx & 0x80) != 0 }, 'a processor with SMEP'
  m.mem 0x43000, u64: (0..255).collect { it * 0x1000 | P | W }
  control m, { it.cr4 |= 1L << 20 }
  expect { access(m, 0x20) == [14, 17, LINEAR] && access(m, 0) == DONE }
  m.mem PTE + 8, u64: DATA | P
  expect { access(m, 0x20) == DONE }
}
test('SMAP: the supervisor reads and writes pages of the user with AC alone', source: 'SDM 3A 4.6', bringup: 148) {
  def m = machine()
  needs m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == 7 && it.index == 0 && (it.ebx & 0x100000) != 0 }, 'a processor with SMAP'
  m.mem 0x43000, u64: (0..255).collect { it * 0x1000 | P | W }
  control m, { it.cr4 |= 1L << 21 }
  expect { access(m, 0) == [14, 1, LINEAR] && access(m, 0x10) == [14, 3, LINEAR] && access(m, 0x20) == DONE }
  expect { access(m, 0, [rflags: 0x40002]) == DONE && access(m, 0x10, [rflags: 0x40002]) == DONE }
}

// Pages of 2 MiB.
[0, 0x1000, 0x1ff000].each { offset ->
  test("a page of 2 MiB, ${Integer.toHexString(offset)} in it: read, written, with its accessed and dirty bits", source: 'SDM 3A 4.5, 4.8', bringup: 148) {
    def m = machine(), at = (LINEAR & ~0x1fffffL) + offset
    m.mem PDE + 8, u64: LARGE | ALL | PS
    m.mem LARGE + offset, u64: 0x5566
    expect { access(m, 0, [rbx: at]) == DONE && m.regs.rax == 0x5566 && (m.mem(PDE + 8, 8).u64(0) & 0x60) == A }
    expect { access(m, 0x10, [rbx: at]) == DONE && m.mem(LARGE + offset, 8).u64(0) == 0x1234567812345678L && (m.mem(PDE + 8, 8).u64(0) & 0x60) == 0x60 }
    m = machine()
    m.mem PDE + 8, u64: LARGE | P | U | PS
    expect { access(m, 0x10, [rbx: at, rcx: 1], 3) == [14, 7, at] && access(m, 0, [rbx: at], 3) == DONE }
  }
}
test('bit 13 of the entry of a page of 2 MiB is reserved', source: 'SDM 3A 4.7', bringup: 148) { def m = machine(); m.mem PDE + 8, u64: LARGE | ALL | PS | 0x2000; expect { access(m, 0) == [14, 9, LINEAR] } }
test('a page of 1 GiB, if the processor has them: read and written', source: 'SDM 3A 4.5', bringup: 148) {
  def m = machine(), at = 0x8040000000L + DATA
  needs m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == 0x80000001L && (it.edx & 1 << 26) != 0 }, 'a processor with pages of 1 GiB'
  m.mem PDPTE + 8, u64: ALL | PS
  expect { access(m, 0, [rbx: at]) == DONE && m.regs.rax == 0x1122334455660b0fL }
  expect { access(m, 0x10, [rbx: at]) == DONE && m.mem(DATA, 8).u64(0) == 0x1234567812345678L }
}

// Entries that the guest changes.
[['INVLPG', 0x40], ['a load of CR3', 0xa0], ['CR4.PGE that is toggled', 0xc0]].each { name, entry ->
  test("after $name the guest's new entry counts: another page, then none", source: 'SDM 3A 4.10', bringup: 148) {
    def m = machine()
    expect { access(m, entry, [rcx: OTHER | ALL, rdi: PTE + 8]) == DONE && m.regs.rax == 0x1122334455660b0fL && m.regs.rdx == 0x77889900aabb0b0fL }
    expect { access(m, entry, [rcx: 0, rdi: PTE + 8]) == [14, 0, LINEAR] }
    m.mem PTE + 8, u64: DATA | ALL
    expect { access(m, entry, [rcx: PTE + 0x1000 | ALL, rdi: PDE + 8]) == [14, 0, LINEAR] }
  }
}
test('a global page stays until INVLPG, and that one removes it', source: 'SDM 3A 4.10', bringup: 148) {
  def m = machine()
  m.mem PTE + 8, u64: DATA | ALL | G
  expect { access(m, 0x40, [rcx: OTHER | ALL | G, rdi: PTE + 8]) == DONE && m.regs.rdx == 0x77889900aabb0b0fL }
}
test('an entry that gets more rights counts without a flush', source: 'SDM 3A 4.10', bringup: 148) {
  [0L, P | U].each { before ->
    def m = machine()
    m.mem PTE + 8, u64: DATA | before
    expect { access(m, 0x10) == error(before, 'write', 0) }
    expect { access(m, 0x60, [rcx: DATA | ALL, rdi: PTE + 8, rdx: 0x99]) == DONE && m.mem(DATA, 8).u64(0) == 0x99 }
  }
}
test('CR3 selects between two address spaces', source: 'SDM 3A 4.10', bringup: 148) {
  def m = machine()
  m.mem 0x50000, u64: [0x41000 | ALL, 0x51000 | ALL]
  m.mem 0x51008, u64: 0x52000 | ALL
  m.mem 0x52008, u64: 0x53000 | ALL
  m.mem 0x53008, u64: OTHER | ALL
  3.times { expect { access(m, 0x80, [rcx: 0x50000, rdi: TOP]) == DONE && [m.regs.rax, m.regs.rdx, m.regs.rsi] == [0x1122334455660b0fL, 0x77889900aabb0b0fL, 0x1122334455660b0fL] } }
}
test('an address that is not canonical: a general protection', source: 'SDM 3A 4.5', bringup: 148) { expect { access(machine(), 0, [rbx: 0x800000000000L]) == [13, 0] } }

// MMIO behind page tables.
test('a page that is no memory: an exit with the physical address, and the rights of the entry come first', source: 'api.rst 5', bringup: 148) {
  def m = machine(), v = m.vcpu(0), mmio = { m.vcpu(0).run.mmio.phys_addr }
  m.mem PTE + 8, u64: 0xd0000000L | P
  expect { access(m, 0, [rbx: LINEAR + 0x18]) == ['mmio'] && mmio() == 0xd0000018L && v.run.mmio.is_write == 0 }
  v.run.immediate_exit = 1
  expect(errno: EINTR) { v.ioctl KVM_RUN }
  v.run.immediate_exit = 0
  expect { access(m, 0x10) == [14, 3, LINEAR] && access(m, 0, [:], 3) == [14, 5, LINEAR] && access(m, 0x10, [:], 3) == [14, 7, LINEAR] }
  m.mem PTE + 8, u64: 0xd0003000L | ALL
  control m, { it.cr4 ^= 0x80 }
  expect { access(m, 0x10, [:], 3) == ['mmio'] && mmio() == 0xd0003000L && v.run.mmio.is_write == 1 }
}
test('KVM_TRANSLATE: the physical address of each level of pages, and none for what is not mapped', source: 'api.rst 4.9', bringup: 148) {
  def m = machine(), translate = { at -> def t = m.vcpu(0).ioctl(KVM_TRANSLATE, linear_address: at); t.valid ? t.physical_address : 'none' }
  expect { translate(LINEAR + 0x123) == DATA + 0x123 && translate(0x1010) == 0x1010 && translate(LINEAR + 0x1000) == 'none' && translate(0x12345000000L) == 'none' }
  m.mem PDE + 8, u64: LARGE | P | PS
  expect { translate(LINEAR + 0x456) == LARGE + (LINEAR & 0x1fffff) + 0x456 }
  m.mem PTE + 8, u64: DATA
  m.mem PDE + 8, u64: PTE | P
  expect { translate(LINEAR) == 'none' }
}
