// KVM_GET_SREGS and KVM_SET_SREGS, field by field: segments, descriptor tables, control registers, EFER and the local APIC's base.
//   kvmsh test scripts/suite/x86/sregs.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/sregs.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def SEGMENTS = ['cs', 'ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt']
def FIELDS = ['base', 'limit', 'selector', 'type', 'present', 'dpl', 'db', 's', 'l', 'g', 'avl', 'unusable']
def LOADED = ['ds', 'es', 'fs', 'gs', 'ss', 'tr', 'ldt']
def SEEN = 0x2000, READS = 0x1000, LOADS = 0x1400, GDT = 0x3000, IDT = 0x3800

// In a vCPU in real mode, which has not run. A segment that is not present is unusable, as AMD's processors have it, a busy task segment has bit 1 in its type,
// a data segment was accessed, and code is not 64-bit code where there is no paging.
def segment = { name, turn ->
  def n = SEGMENTS.indexOf(name) + 1, second = turn == 1
  [base: 0x10100 * n + turn * 0x1000000, limit: second ? n << 24 | 0xfff : 0xa0000 + n, selector: 0x18 + 8 * n + 0x100 * turn,
   type: (second ? [4, 9, 5, 0xd, 7, 5, 0xa, 0xe] : [0xb, 3, 7, 0xb, 0xf, 3, 3, 2])[n - 1], present: second ? 0 : 1, dpl: name == 'ss' ? 2 - turn : (n + turn) % 4,
   db: second ? 0 : 1, s: second ? 0 : 1, l: second && name != 'cs' ? 1 : 0, g: turn, avl: second ? 0 : 1, unusable: turn]
}
def setSegments = { v, turn ->
  def s = v.ioctl KVM_GET_SREGS
  SEGMENTS.each { name -> segment(name, turn).each { field, to -> s."$name"."$field" = to } }
  s.gdt.base = 0x123000 + turn; s.gdt.limit = 0x4567 + turn
  s.idt.base = 0x89a000 + turn; s.idt.limit = 0x1bcd + turn
  v.ioctl KVM_SET_SREGS, s
}
def real = { vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }; vcpu(1) { real 0x1000 } } }
// Plain values: what is looked up by name in them is a field of the struct alone.
def plain = { s ->
  SEGMENTS.collectEntries { name -> def x = s."$name"
    [name, [base: x.base, limit: x.limit, selector: x.selector, type: x.type, present: x.present, dpl: x.dpl, db: x.db, s: x.s, l: x.l, g: x.g, avl: x.avl, unusable: x.unusable]]
  } + [gdt: [base: s.gdt.base, limit: s.gdt.limit], idt: [base: s.idt.base, limit: s.idt.limit]]
}
def kept = { ->
  def m = real(), v = m.vcpu(0), found = [:], neighbors = m.vcpu(1).ioctl KVM_GET_SREGS
  [0, 1].each { turn ->
    setSegments v, turn
    found[turn] = plain v.ioctl(KVM_GET_SREGS)
    def before = m.snapshot()
    setSegments v, 1 - turn
    m.restore before
    found["restored $turn" as String] = plain v.ioctl(KVM_GET_SREGS)
    def move = m.moved()
    found["moved $turn" as String] = move.done ? move.differences : ['did not move']
    v = m.vcpu(0)
    found["there $turn" as String] = plain v.ioctl(KVM_GET_SREGS)
  }
  found.unchanged = same(neighbors, m.vcpu(1).ioctl(KVM_GET_SREGS))
  found
}.memoize()

SEGMENTS.each { name ->
  FIELDS.each { field ->
    test("${name}.$field is what KVM_SET_SREGS has set, and what a snapshot and a move carry", source: 'api.rst 4.13, 4.14', bringup: 141) {
      [0, 1].each { turn ->
        def right = segment(name, turn)[field]
        expect { kept()[turn][name].get(field) == right }
        expect { kept()["restored $turn" as String][name].get(field) == right }
        expect { kept()["there $turn" as String][name].get(field) == right }
      }
    }
  }
}

['gdt', 'idt'].each { table ->
  [base: [gdt: 0x123000, idt: 0x89a000], limit: [gdt: 0x4567, idt: 0x1bcd]].each { field, of ->
    test("${table}.$field is what KVM_SET_SREGS has set, and what a snapshot and a move carry", source: 'api.rst 4.13, 4.14', bringup: 141) {
      [0, 1].each { turn ->
        expect { kept()[turn][table].get(field) == of[table] + turn }
        expect { kept()["restored $turn" as String][table].get(field) == of[table] + turn }
        expect { kept()["there $turn" as String][table].get(field) == of[table] + turn }
      }
    }
  }
}

test('a move finds no difference', source: 'api.rst 4.13, 4.14', bringup: 160) { [0, 1].each { turn -> expect { kept()["moved $turn" as String] == [] } } }
test('segments that are set on a vCPU are not those of another', source: 'api.rst 4.13, 4.14', bringup: 141) { expect { kept().unchanged } }

// What the guest reads. It is in 64-bit mode, where the bases of fs and gs alone count.
def reading = asm(x86_64, at: READS, """
  mov %cs, %eax; mov %rax, ${SEEN}
  mov %ds, %eax; mov %rax, ${SEEN + 0x08}
  mov %es, %eax; mov %rax, ${SEEN + 0x10}
  mov %fs, %eax; mov %rax, ${SEEN + 0x18}
  mov %gs, %eax; mov %rax, ${SEEN + 0x20}
  mov %ss, %eax; mov %rax, ${SEEN + 0x28}
  str %eax; mov %rax, ${SEEN + 0x30}
  sldt %eax; mov %rax, ${SEEN + 0x38}
  sgdt ${SEEN + 0x40}; sidt ${SEEN + 0x50}
  mov %cr0, %rax; mov %rax, ${SEEN + 0x60}
  mov %cr2, %rax; mov %rax, ${SEEN + 0x68}
  mov %cr3, %rax; mov %rax, ${SEEN + 0x70}
  mov %cr4, %rax; mov %rax, ${SEEN + 0x78}
  mov %cr8, %rax; mov %rax, ${SEEN + 0x80}
  mov \$0xc0000080, %ecx; rdmsr; mov %eax, ${SEEN + 0x88}; mov %edx, ${SEEN + 0x8c}
  mov \$0x1b, %ecx; rdmsr; mov %eax, ${SEEN + 0x90}; mov %edx, ${SEEN + 0x94}
  mov %fs:0, %rax; mov %rax, ${SEEN + 0x98}
  mov %gs:0, %rax; mov %rax, ${SEEN + 0xa0}
  hlt
""")
def AT = [cs: 0, ds: 8, es: 0x10, fs: 0x18, gs: 0x20, ss: 0x28, tr: 0x30, ldt: 0x38]
// The guest loads what is in its table: the selectors 0x10, 0x18 ... of LOADED in this order. Base, limit and bits of each are its own.
def descriptor = { i -> [base: 0x5000 + 0x111000 * i, limit: 0x100 + i, type: i == 5 ? 0x9 : i == 6 ? 2 : 3, s: i < 5 ? 1 : 0, avl: i % 2] }
def words = { i -> def d = descriptor(i)
  long low = d.limit | (d.base & 0xffffffL) << 16 | (long) (d.type | d.s << 4 | 0x80) << 40 | (long) d.avl << 52 | (long) (d.base >> 24) << 56
  low }
def loading = asm(x86_64, at: LOADS, """
  lgdt ${SEEN + 0x200}; lidt ${SEEN + 0x210}
  mov \$0x10, %eax; mov %eax, %ds
  mov \$0x18, %eax; mov %eax, %es
  mov \$0x20, %eax; mov %eax, %fs
  mov \$0x28, %eax; mov %eax, %gs
  mov \$0x30, %eax; mov %eax, %ss
  mov \$0x40, %eax; ltr %ax
  mov \$0x50, %eax; lldt %ax
  pushq \$0x60; pushq \$there; lretq
  there: mov \$0x123456789abc, %rax; mov %rax, %cr2
  mov \$5, %eax; mov %rax, %cr8
  hlt
""")
def long64 = {
  vm {
    memory at: 0, size: 128.KB
    load at: READS, bytes: reading.bytes
    load at: LOADS, bytes: loading.bytes
    
    vcpu(0) { long64 READS, tables: 0x10000; regs rsp: 0x9000 }
  }
}

def guests = { ->
  def m = long64(), v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS), found = [:]
  LOADED.eachWithIndex { name, i -> s[name].selector = 0x28 + 8 * i }
  s.cs.selector = 0x1230
  s.fs.base = 0x4100; s.gs.base = 0x4208
  s.gdt.base = 0x70001000L; s.gdt.limit = 0x2b7; s.idt.base = 0x60002000L; s.idt.limit = 0x39f
  s.cr2 = 0x234567890abcL; s.cr8 = 9
  v.run.cr8 = 9
  m.mem 0x4100, u64: 0x1111222233334444L
  m.mem 0x4208, u64: 0x5555666677778888L
  v.ioctl KVM_SET_SREGS, s
  m.run until: hlt, within: 20.s
  found.set = s
  found.seen = m.mem(SEEN, 0x100)
  found
}.memoize()

AT.each { name, at ->
  test("the guest has the selector of $name that KVM_SET_SREGS has set", source: 'api.rst 4.13, 4.14', bringup: 141) { expect { guests().seen.u64(at) == guests().set[name].selector } }
}
[gdt: 0x40, idt: 0x50].each { table, at ->
  test("the guest has the base of the $table that KVM_SET_SREGS has set", source: 'api.rst 4.13, 4.14', bringup: 141) { expect { guests().seen.u64(at + 2) == guests().set[table].base } }
  test("the guest has the limit of the $table that KVM_SET_SREGS has set", source: 'api.rst 4.13, 4.14', bringup: 141) { expect { guests().seen.u16(at) == guests().set[table].limit } }
}
[cr0: 0x60, cr2: 0x68, cr3: 0x70, cr4: 0x78, cr8: 0x80, efer: 0x88, apic_base: 0x90].each { name, at ->
  test("the guest has the $name that KVM_SET_SREGS has set", source: 'api.rst 4.13, 4.14', bringup: 141) { expect { guests().seen.u64(at) == guests().set[name] } }
}
test('the guest has the base of fs that KVM_SET_SREGS has set', source: 'api.rst 4.13, 4.14', bringup: 141) { expect { guests().seen.u64(0x98) == 0x1111222233334444L } }
test('the guest has the base of gs that KVM_SET_SREGS has set', source: 'api.rst 4.13, 4.14', bringup: 141) { expect { guests().seen.u64(0xa0) == 0x5555666677778888L } }

def loaded = { ->
  def m = long64(), v = m.vcpu(0)
  LOADED.eachWithIndex { name, i ->
    def at = GDT + (i < 5 ? 0x10 + 8 * i : i == 5 ? 0x40 : 0x50)
    m.mem at, u64: words(i)
    if (i >= 5) m.mem at + 8, u64: 0
  }
  m.mem GDT + 0x60, u64: 0x00af9b000000ffffL                       // 64-bit code
  m.mem SEEN + 0x200, u16: 0x7f
  m.mem SEEN + 0x202, u64: GDT
  m.mem SEEN + 0x210, u16: 0x4bf
  m.mem SEEN + 0x212, u64: IDT
  m.regs.rip = LOADS
  m.run until: hlt, within: 20.s
  v.ioctl KVM_GET_SREGS
}.memoize()

LOADED.eachWithIndex { name, i ->
  test("KVM_GET_SREGS gets the $name that the guest has loaded", source: 'api.rst 4.13, 4.14', bringup: 141) {
    def d = descriptor(i), got = loaded()[name]
    expect { got.selector == (i < 5 ? 0x10 + 8 * i : i == 5 ? 0x40 : 0x50) }
    expect { got.base == d.base }
    expect { got.limit == d.limit }
    expect { got.type == (name == 'tr' ? 0xb : d.type) }
    expect { got.s == d.s && got.avl == d.avl }
    expect { got.present == 1 && got.unusable == 0 && got.dpl == 0 && got.db == 0 && got.g == 0 && got.l == 0 }
  }
}
test('KVM_GET_SREGS gets the cs to which the guest has returned', source: 'api.rst 4.13, 4.14', bringup: 141) {
  def cs = loaded().cs
  expect { cs.selector == 0x60 && cs.l == 1 && cs.db == 0 && cs.g == 1 && cs.limit == 0xffffffff && cs.type == 0xb && cs.present == 1 && cs.s == 1 && cs.dpl == 0 }
}
test('KVM_GET_SREGS gets the tables that the guest has loaded', source: 'api.rst 4.13, 4.14', bringup: 140) {
  expect { loaded().gdt.base == GDT && loaded().gdt.limit == 0x7f }
  expect { loaded().idt.base == IDT && loaded().idt.limit == 0x4bf }
}
test('KVM_GET_SREGS gets the cr2 that the guest has set', source: 'api.rst 4.13, 4.14', bringup: 141) { expect { loaded().cr2 == 0x123456789abcL } }
test('KVM_GET_SREGS gets the cr8 that the guest has set', source: 'api.rst 4.13, 4.14', bringup: 141) { expect { loaded().cr8 == 5 } }
