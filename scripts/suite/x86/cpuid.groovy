// KVM_SET_CPUID2 and KVM_SET_CPUID, register by register: read back, seen by the guest, separate for each vCPU; subleaves; OSXSAVE, which follows CR4, and APIC, which follows the APIC's base; errnos.
//   kvmsh test scripts/suite/x86/cpuid.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/cpuid.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_EXT_CPUID
needs asm: x86_64

def REGISTERS = ['eax', 'ebx', 'ecx', 'edx'], CODE = 0x1000, LIST = 0x8000, SEEN = 0xa000
// Leaves that change nothing for KVM, each register with a value of its own: [function, index, whether the index counts].
def LEAVES = [[0x2, 0, false], [0x3, 0, false], [0x4, 0, true], [0x4, 1, true], [0x4, 2, true], [0x5, 0, false], [0x9, 0, false], [0xb, 0, true], [0xb, 1, true],
              [0x40000100L, 0, false], [0x40000101L, 0, false], [0x80000002L, 0, false], [0x80000003L, 0, false], [0x80000004L, 0, false], [0x80000005L, 0, false], [0x80000006L, 0, false]]
def value = { i, r -> 0x10203040L + 0x01010100L * i + 0x11 * r }
def name = { x -> Long.toHexString(x[0] as long) + (x[2] ? ".${x[1]}" : '') }
def others = { v ->
  kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries.findAll { e -> !LEAVES.any { it[0] == e.function } }.collect { [function: it.function, index: it.index, flags: it.flags, eax: it.eax, ebx: it.ebx, ecx: it.ecx, edx: it.edx] }
}
def own = { LEAVES.withIndex().collect { x, i -> [function: x[0], index: x[1], flags: x[2] ? KVM_CPUID_FLAG_SIGNIFCANT_INDEX : 0] + REGISTERS.withIndex().collectEntries { r, n -> [r, value(i, n)] } } }
def code = asm(x86_64, at: CODE, """
  next: mov (%rsi), %eax; mov 4(%rsi), %ecx; cpuid
        mov %eax, (%rdi); mov %ebx, 4(%rdi); mov %ecx, 8(%rdi); mov %edx, 12(%rdi)
        add \$8, %rsi; add \$16, %rdi; dec %r8; jnz next
        hlt
""")
def machine = {
  vm {
    memory at: 0, size: 128.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000 }
    vcpu(1) { long64 CODE, tables: 0x18000 }
  }
}
def guest = { m, list ->
  m.mem LIST, u32: list.flatten()
  m.reg rip: CODE, rsi: LIST, rdi: SEEN, r8: list.size()
  expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'hlt' }
  list.indices.collect { i -> (0..3).collect { m.mem(SEEN + 16 * i + 4 * it, 4).u32(0) } }
}
// Linux before 6.3 leaves nent as it is: what is behind the entries is 0.
def entries = { v -> v.ioctl(KVM_GET_CPUID2, nent: 256).entries.findAll { it.function || it.eax } }
def all = { ->
  def m = machine(), v = m.vcpu(0), found = [:]
  found.before = entries(m.vcpu(1)).collect { it.toString() }
  v.ioctl KVM_SET_CPUID2, entries: others(v) + own()
  def there = entries v
  found.got = LEAVES.collect { x -> there.find { it.function == x[0] && it.index == x[1] } }
  found.after = entries(m.vcpu(1)).collect { it.toString() }
  found.seen = guest m, LEAVES.collect { [it[0], it[1]] }
  found.index = guest m, [[0x2, 5], [0x80000002L, 7]]
  found.none = guest m, [[0x4, 3]]
  found
}.memoize()

LEAVES.eachWithIndex { x, i ->
  REGISTERS.eachWithIndex { r, n ->
    test("${name(x)}, $r: KVM_GET_CPUID2 and the guest get what KVM_SET_CPUID2 has set", source: 'api.rst 4.20, 4.42', bringup: 122) {
      expect { all().got[i]."$r" == value(i, n) }
      expect { all().seen[i][n] == value(i, n) }
    }
  }
  test("${name(x)}: KVM_GET_CPUID2 gets its flags and its index", source: 'api.rst 4.20, 4.42', bringup: 122) { expect { all().got[i].index == x[1] && all().got[i].flags == (x[2] ? KVM_CPUID_FLAG_SIGNIFCANT_INDEX : 0) } }
}
test('KVM_GET_CPUID2 has as many entries as were set', source: 'api.rst 4.20, 4.42', bringup: 122) {
  def v = machine().vcpu(0)
  v.ioctl KVM_SET_CPUID2, entries: own() + (0..<30).collect { [function: 0x40000200L + it, eax: it + 1] }
  expect { entries(v).size() == LEAVES.size() + 30 }
}
test('nent of KVM_GET_CPUID2 is the number of entries', source: 'api.rst 4.42', bringup: 122) {
  def v = machine().vcpu(0)
  v.ioctl KVM_SET_CPUID2, entries: own()
  expect { v.ioctl(KVM_GET_CPUID2, nent: 256).nent == LEAVES.size() }
}
test('entries of a vCPU are not those of another', source: 'api.rst 4.20, 4.42', bringup: 122) { expect { all().before == all().after } }
test('a leaf whose index does not count answers for each', source: 'api.rst 4.20, 4.42', bringup: 122) { expect { all().index == [0, 11].collect { i -> (0..3).collect { value(i, it) } } } }
test('a subleaf that was not set is 0', source: 'api.rst 4.20, 4.42', bringup: 122) { expect { all().none[0].take(2) == [0, 0] } }

test('KVM_SET_CPUID sets the registers of a leaf without an index', source: 'api.rst 4.20', bringup: 122) {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_SET_CPUID, entries: [[function: 0, eax: 0x10, ebx: 0x756e6547, ecx: 0x6c65746e, edx: 0x49656e69], [function: 2, eax: 0x11223301, ebx: 0x22334455, ecx: 0x33445566, edx: 0x44556677]]
  expect { entries(v).size() == 2 && entries(v)[1].function == 2 && entries(v)[1].flags == 0 }
  expect { guest(m, [[2, 0]]) == [[0x11223301L, 0x22334455L, 0x33445566L, 0x44556677L]] }
}
test('OSXSAVE of leaf 1 follows CR4', source: 'SDM 2A, CPUID', bringup: 122) {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_SET_CPUID2, entries: others(v)
  needs others(v).any { it.function == 1 && it.ecx & 1 << 26 }, 'a processor with XSAVE'
  [0, 1, 0].each { on ->
    def s = v.ioctl KVM_GET_SREGS
    s.cr4 = s.cr4 & ~0x40000L | on << 18
    v.ioctl KVM_SET_SREGS, s
    expect { (guest(m, [[1, 0]])[0][2] >> 27 & 1) == on }
  }
}
test('APIC of leaf 1 follows the base of the APIC', source: 'SDM 2A, CPUID', bringup: 122) {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_SET_CPUID2, entries: others(v)
  [0, 1].each { on ->
    def s = v.ioctl KVM_GET_SREGS
    s.apic_base = 0xfee00100L | on << 11
    v.ioctl KVM_SET_SREGS, s
    if (!on) v.run.cr8 = 0
    expect { (guest(m, [[1, 0]])[0][3] >> 9 & 1) == on }
  }
}
test('entries that are set again take the place of those before', source: 'api.rst 4.20, 4.42', bringup: 122) {
  def v = machine().vcpu(0)
  v.ioctl KVM_SET_CPUID2, entries: own()
  v.ioctl KVM_SET_CPUID2, entries: own().take(2)
  expect { entries(v)*.function == [2, 3] }
}
// After a run the entries are those with which KVM has begun: QEMU gives them again for a processor that is plugged in.
[['another value', { it[3].ebx ^= 1 }], ['another leaf', { it[0].function = 0x6 }], ['another subleaf', { it[4].index = 7 }], ['one entry less', { it.remove 5 }], ['one entry more', { it << [function: 0x50000000L] }]].each { what, change ->
  test("KVM_SET_CPUID2 after the vCPU has run, with $what: EINVAL, and the guest keeps what it has", source: 'arch/x86/kvm/cpuid.c, kvm_set_cpuid') {
    def m = machine(), v = m.vcpu(0), list = own(), pairs = LEAVES.collect { [it[0], it[1]] }
    v.ioctl KVM_SET_CPUID2, entries: list
    def before = guest(m, pairs)
    v.ioctl KVM_SET_CPUID2, entries: own()
    change list
    expect(errno: EINVAL) { v.ioctl KVM_SET_CPUID2, entries: list }
    expect { guest(m, pairs) == before && entries(v).size() == LEAVES.size() }
  }
}
[['KVM_GET_CPUID2 with room for one less', { v -> v.ioctl KVM_GET_CPUID2, nent: LEAVES.size() - 1 }], ['KVM_SET_CPUID2 with 257 entries', { v -> v.ioctl KVM_SET_CPUID2, entries: (0..256).collect { [function: 0x50000000L + it] } }],
 ['KVM_SET_CPUID with 257 entries', { v -> v.ioctl KVM_SET_CPUID, entries: (0..256).collect { [function: 0x50000000L + it] } }], ['KVM_GET_SUPPORTED_CPUID with room for one', { v -> kvm.ioctl KVM_GET_SUPPORTED_CPUID, nent: 1 }]].each { what, call ->
  test("$what: E2BIG", source: 'api.rst 4.20, 4.42, 4.46', bringup: 122) {
    def v = machine().vcpu(0)
    v.ioctl KVM_SET_CPUID2, entries: own()
    expect(errno: E2BIG) { call v }
    expect { entries(v).size() == LEAVES.size() }
  }
}
