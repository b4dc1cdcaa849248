// The bits of CR0, CR4 and EFER, the pending interrupt of KVM_SET_SREGS and the page directory pointers of KVM_SET_SREGS2.
//   kvmsh test scripts/suite/x86/control.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/control.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def SEEN = 0x2000, READS = 0x1000, WRITES = 0x1400
// Where CPUID has the bit: leaf, register, bit; none: each processor with 64-bit mode has it.
def CR4 = [VME: [0, 1, 'edx', 1], PVI: [1, 1, 'edx', 1], TSD: [2, 1, 'edx', 4], DE: [3, 1, 'edx', 2], PSE: [4, 1, 'edx', 3], MCE: [6, 1, 'edx', 7], PGE: [7, 1, 'edx', 13],
           OSFXSR: [9, 1, 'edx', 24], OSXMMEXCPT: [10, 1, 'edx', 25], UMIP: [11, 7, 'ecx', 2], FSGSBASE: [16, 7, 'ebx', 0], PCIDE: [17, 1, 'ecx', 17],
           OSXSAVE: [18, 1, 'ecx', 26], SMEP: [20, 7, 'ebx', 7], SMAP: [21, 7, 'ebx', 20], PKE: [22, 7, 'ecx', 3]]
def CR0 = [MP: [1], EM: [2], TS: [3], NE: [5], WP: [16], AM: [18], CD: [30]]
def EFER = [SCE: [0, 0x80000001L, 'edx', 11], NXE: [11, 0x80000001L, 'edx', 20], SVME: [12, 0x80000001L, 'ecx', 2], FFXSR: [14, 0x80000001L, 'edx', 25]]
def BITS = [cr0: CR0, cr4: CR4, efer: EFER], LEAST = [cr0: 0x80000011L, cr4: 0x20L, efer: 0x500L]

def has = { v, bit -> bit.size() == 1 || v.ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == bit[1] && it.index == 0 && (it."${bit[2]}" >> bit[3] & 1) == 1 } }
def reads = asm(x86_64, at: READS, """
  mov %cr0, %rax; mov %rax, ${SEEN}; mov %cr4, %rax; mov %rax, ${SEEN + 8}
  mov \$0xc0000080, %ecx; rdmsr; mov %eax, ${SEEN + 16}; mov %edx, ${SEEN + 20}
  hlt""")
def writes = asm(x86_64, at: WRITES, """
  mov \$0xc0000080, %ecx; mov ${SEEN + 16}, %eax; mov ${SEEN + 20}, %edx; wrmsr
  mov ${SEEN + 8}, %rax; mov %rax, %cr4; mov ${SEEN}, %rax; mov %rax, %cr0
  hlt""")
// The pages are the supervisor's, so that SMEP and SMAP let it use them.
def machine = {
  def m = vm {
    memory at: 0, size: 128.KB
    cpuid
    load at: READS, bytes: reads.bytes
    load at: WRITES, bytes: writes.bytes
    vcpu(0) { long64 READS, tables: 0x10000 }
  }
  m.mem 0x10000, u64: m.mem(0x10000, 8).u64(0) & ~4L
  m
}
def set = { v, to -> def s = v.ioctl KVM_GET_SREGS; s.cr0 = to.cr0; s.cr4 = to.cr4; s.efer = to.efer; v.ioctl KVM_SET_SREGS, s }
def get = { v -> def s = v.ioctl KVM_GET_SREGS; [cr0: s.cr0, cr4: s.cr4, efer: s.efer] }
def seen = { m -> [cr0: m.mem(SEEN, 8).u64(0), cr4: m.mem(SEEN + 8, 8).u64(0), efer: m.mem(SEEN + 16, 8).u64(0)] }
def halted = { m, at -> m.regs.rip = at; m.run until: hlt, within: 20.s }
def store = { m, to -> m.mem SEEN, u64: [to.cr0, to.cr4, to.efer] }

// All bits that the processor has, and none but those of 64-bit mode: by the ioctl, and by the guest. FFXSR, which only AMD's have, alone.
def all = { boolean ffxsr ->
  def m = machine(), v = m.vcpu(0), found = [:]
  found.there = BITS.collectEntries { r, bits -> [r, bits.findAll { n, b -> (n == 'FFXSR') == ffxsr && has(v, b) }.keySet()] }
  def most = BITS.collectEntries { r, bits -> [r, found.there[r].inject(LEAST[r]) { value, n -> value | 1L << bits[n][0] }] }
  [most: most, least: LEAST].each { name, to ->
    set v, to
    found["$name set" as String] = get v
    halted m, READS
    found["$name seen" as String] = seen m
    def other = name == 'most' ? LEAST : most
    store m, other
    halted m, WRITES
    found["$name guests" as String] = get v
    def fresh = machine()
    set fresh.vcpu(0), to
    def before = fresh.snapshot()
    set fresh.vcpu(0), other
    fresh.restore before
    found["$name restored" as String] = get fresh.vcpu(0)
    def move = fresh.moved()
    found["$name there" as String] = move.done && move.differences == [] ? get(fresh.vcpu(0)) : move.differences
  }
  found
}.memoize()

BITS.each { register, bits ->
  bits.each { name, where ->
    def found = { all(name == 'FFXSR') }, bit = { state -> found()[state][register] >> where[0] & 1 }
    test("${register}.$name: set and cleared by KVM_SET_SREGS, seen by the guest, set and cleared by it, carried", source: 'api.rst 4.14, 4.132', bringup: 149) {
      needs found().there[register].contains(name), "a processor with $name"
      expect { bit('most set') == 1 && bit('least set') == 0 }
      expect { bit('most seen') == 1 && bit('least seen') == 0 }
      expect { bit('most guests') == 0 && bit('least guests') == 1 }
      expect { bit('most restored') == 1 && bit('least restored') == 0 }
      expect { bit('most there') == 1 && bit('least there') == 0 }
    }
  }
}

test('the bits of 64-bit mode stay', source: 'api.rst 4.14, 4.132', bringup: 149) {
  LEAST.each { register, least ->
    all(false).findAll { it.key != 'there' }.each { state, values -> expect { (values[register] & least) == least } }
  }
}

// What KVM_SET_SREGS refuses leaves everything as it was.
[['PG without PE', { s -> s.cr0 = 0x80000010L }], ['NW without CD', { s -> s.cr0 |= 0x20000000L }], ['64-bit mode without PAE', { s -> s.cr4 = 0 }],
 ['64-bit mode without LMA', { s -> s.efer = 0x100 }], ['a bit of CR4 that no processor has', { s -> s.cr4 |= 1L << 31 }], ['a bit of CR0 above 32', { s -> s.cr0 |= 1L << 32 }],
 ['a CR3 with a bit above those of physical addresses', { s -> s.cr3 |= 1L << 55 }]].each { name, damage ->
  test("KVM_SET_SREGS with $name: EINVAL", source: 'api.rst 4.14, 4.132') {
    def v = machine().vcpu(0), before = v.ioctl(KVM_GET_SREGS), s = copy(before)
    damage s
    expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS, s }
    expect { same(before, v.ioctl(KVM_GET_SREGS)) }
  }
}

// Without an irqchip in the kernel, the bitmap has the interrupt that was injected and has not been delivered.
[0x31, 0x42, 0x85, 0xf3].each { vector ->
  test("interrupt_bitmap with ${String.format('0x%x', vector)}: read back, and the guest takes the interrupt", source: 'api.rst 4.14, 4.132', bringup: 149) {
    def m = vm {
      memory at: 0, size: 64.KB
      load at: 4 * vector, hex: '00 20 00 00'
      load at: 0x1000, hex: '40 f4'               // inc %ax; hlt
      load at: 0x2000, hex: 'b0 77 f4'            // mov $0x77, %al; hlt
      vcpu(0) { real 0x1000; regs rsp: 0x8000, rax: 0x1100, rflags: 0x202 }
    }
    def v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS), map = [0L, 0L, 0L, 0L]
    expect { s.interrupt_bitmap.every { it == 0 } }
    map[vector.intdiv(64)] = 1L << vector % 64
    s.interrupt_bitmap = map
    v.ioctl KVM_SET_SREGS, s
    expect { same(s, v.ioctl(KVM_GET_SREGS)) }
    m.run until: hlt, within: 20.s
    expect { m.regs.rax == 0x1177 && m.regs.rip == 0x2003 }
    expect { v.ioctl(KVM_GET_SREGS).interrupt_bitmap.every { it == 0 } }
  }
}

// PAE paging with the pointers that KVM_SET_SREGS2 has set, which are not those in memory.
def pae = {
  def m = vm {
    memory at: 0, size: 256.KB
    load at: 0x1000, hex: 'a1 00 00 00 40 8b 1d 00 00 00 80 8b 0d 00 00 00 c0 f4'   // mov 0x40000000, %eax; mov 0x80000000, %ebx; mov 0xc0000000, %ecx; hlt
    vcpu(0) { prot32 0x1000 }
  }
  4.times { n ->
    m.mem 0x8000 + n * 0x1000, u64: 0xc003 + n * 0x1000                   // page directory n has page table n
    m.mem 0xc000 + n * 0x1000, u64: n == 0 ? (0..63).collect { it * 0x1000 | 3 } : [0x20003 + n * 0x1000]
    m.mem 0x20000 + n * 0x1000, u32: 0x1111 * (n + 1)
    m.mem 0x7000 + n * 8, u64: 0x8001                                     // in memory all four are the first
  }
  m
}
def pointers = { v ->
  def s = v.ioctl KVM_GET_SREGS2
  s.cr3 = 0x7000; s.cr4 = 0x20; s.cr0 = 0x80000011L; s.efer = 0
  s.flags = KVM_SREGS2_FLAGS_PDPTRS_VALID
  s.pdptrs = (0..3).collect { 0x8001L + it * 0x1000 }
  v.ioctl KVM_SET_SREGS2, s
}
(1..3).each { n ->
  test("pdptrs[$n] of KVM_SET_SREGS2: read back, and the guest's addresses are translated with it", source: 'api.rst 4.14, 4.132', bringup: 149) {
    needs cap: KVM_CAP_SREGS2
    def m = pae(), v = m.vcpu(0)
    pointers v
    def got = v.ioctl KVM_GET_SREGS2
    expect { got.flags == KVM_SREGS2_FLAGS_PDPTRS_VALID && got.pdptrs[n] == 0x8001L + n * 0x1000 }
    m.run until: hlt, within: 20.s
    expect { [m.regs.rax, m.regs.rbx, m.regs.rcx][n - 1] == 0x1111 * (n + 1) }
    expect { v.ioctl(KVM_GET_SREGS2).pdptrs[n] == 0x8001L + n * 0x1000 }
  }
}
test('without PAE paging KVM_GET_SREGS2 has no pointers, and KVM_SET_SREGS2 refuses them: EINVAL', source: 'api.rst 4.14, 4.132') {
  needs cap: KVM_CAP_SREGS2
  def v = machine().vcpu(0), s = v.ioctl(KVM_GET_SREGS2)
  expect { s.flags == 0 && s.pdptrs.every { it == 0 } }
  s.flags = KVM_SREGS2_FLAGS_PDPTRS_VALID
  expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS2, s }
  s.flags = 2
  expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS2, s }
}
test('KVM_SET_SREGS2 sets what KVM_GET_SREGS gets, and the other way round', source: 'api.rst 4.14, 4.132', bringup: 149) {
  needs cap: KVM_CAP_SREGS2
  def v = machine().vcpu(0), s = v.ioctl(KVM_GET_SREGS2)
  ['cs', 'ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt'].eachWithIndex { name, i -> s."$name".selector = 0x18 + 8 * i; if (i > 0) s."$name".base = 0x123000 + i }
  s.gdt.base = 0x778000; s.gdt.limit = 0x123; s.idt.base = 0x889000; s.idt.limit = 0x456; s.cr2 = 0x13579000; s.cr3 = 0x10000; s.cr8 = 7
  v.ioctl KVM_SET_SREGS2, s
  expect { same(s, v.ioctl(KVM_GET_SREGS2)) }
  def old = v.ioctl KVM_GET_SREGS
  ['cs', 'ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt'].each { name -> expect { same(old."$name", s."$name") } }
  expect { same(old.gdt, s.gdt) && same(old.idt, s.idt) }
  expect { [old.cr0, old.cr2, old.cr3, old.cr4, old.cr8, old.efer, old.apic_base] == [s.cr0, s.cr2, s.cr3, s.cr4, s.cr8, s.efer, s.apic_base] }
}
