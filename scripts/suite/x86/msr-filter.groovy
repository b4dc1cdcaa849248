// KVM_X86_SET_MSR_FILTER and KVM_CAP_X86_USER_SPACE_MSR: reads and writes separately, ranges and their boundaries, MSRs outside all ranges, each field of the
// exits.
//   kvmsh test scripts/suite/x86/msr-filter.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/msr-filter.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_X86_MSR_FILTER
needs cap: KVM_CAP_X86_USER_SPACE_MSR
needs asm: x86_64

def R = KVM_MSR_FILTER_READ, W = KVM_MSR_FILTER_WRITE
// SYSENTER_CS, LSTAR and KERNEL_GS_BASE, each of which the guest has anyway.
def CS = 0x174, LSTAR = 0xc0000082L, KERNEL_GS = 0xc0000102L
def machine = { reasons = KVM_MSR_EXIT_REASON_FILTER ->
  def m = vm {
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: 'rdmsr; hlt'
    load at: 0x1020, asm: 'wrmsr; hlt'
    load at: 0x1100, asm: 'mov $13, %edi; hlt'
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(13): 0x1100]); regs rsp: 0x9000 }
  }
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_USER_SPACE_MSR, args: [reasons]
  m
}
// What an access is: an exit with its fields, a general protection, or what was read.
def access = { m, write, index, long value = 0x13579bdfL, answer = null ->
  def v = m.vcpu(0)
  m.reg rip: write ? 0x1020 : 0x1000, rcx: index, rax: value & 0xffffffffL, rdx: value >>> 32, rdi: 0
  def e = v.ioctl KVM_RUN, within: 20.s
  if (e.name in ['x86_rdmsr', 'x86_wrmsr']) {
    def found = [e.name, v.run.msr.index, v.run.msr.reason] + (write ? [v.run.msr.data] : []), error = v.run.msr.error
    expect { error == 0 }
    if (answer != null) v.run.msr.data = answer
    expect { v.ioctl(KVM_RUN, within: 20.s).name == 'hlt' && m.regs.rdi == 0 }
    return answer == null ? found : found + [m.regs.rdx << 32 | m.regs.rax]
  }
  expect { e.name == 'hlt' }
  m.regs.rdi == 13 ? 'refused' : 'done'
}
def exit = { write, index, value = 0x13579bdfL -> write ? ['x86_wrmsr', index, KVM_MSR_EXIT_REASON_FILTER, value] : ['x86_rdmsr', index, KVM_MSR_EXIT_REASON_FILTER] }
// A range in which those that are denied have a 0.
def range = { m, flags, base, count, denied ->
  def bits = m.allocate(((count + 63) >> 6) * 8), bytes = [0xff] * (bits.size as int)
  denied.each { msr -> int n = msr - base; bytes[n >> 3] = bytes[n >> 3] & ~(1 << (n & 7)) }
  bits.write 0, bytes as byte[]
  [flags: flags, base: base, nmsrs: count, bitmap: bits]
}
def filter = { m, default_, ranges -> m.ioctl KVM_X86_SET_MSR_FILTER, flags: default_, ranges: ranges }
def ALLOW = KVM_MSR_FILTER_DEFAULT_ALLOW, DENY = KVM_MSR_FILTER_DEFAULT_DENY

[SYSENTER_CS: CS, LSTAR: LSTAR, KERNEL_GS_BASE: KERNEL_GS].each { name, index ->
  [[R, 'reads', [true, false]], [W, 'writes', [false, true]], [R | W, 'both', [true, true]]].each { flags, what, right ->
    test("$name in a range that denies $what: that is an exit, and the other is not", source: 'api.rst 4.97', bringup: 146) {
      def m = machine()
      filter m, ALLOW, [range(m, flags, index, 1, [index])]
      expect { access(m, false, index) == (right[0] ? exit(false, index) : 'done') }
      expect { access(m, true, index) == (right[1] ? exit(true, index) : 'done') }
    }
    test("$name in a range that allows $what, where all others are denied: that is no exit, and the other is", source: 'api.rst 4.97', bringup: 146) {
      def m = machine()
      filter m, DENY, [range(m, flags, index, 1, [])]
      expect { access(m, false, index) == (right[0] ? 'done' : exit(false, index)) }
      expect { access(m, true, index) == (right[1] ? 'done' : exit(true, index)) }
    }
  }
}
// 0xc0000081 to 0xc0000084 are MSRs of the guest.
[[0xc0000082L, 3, 0xc0000082L, 'the first'], [0xc0000081L, 3, 0xc0000083L, 'the last'], [0xc0000044L, 65, 0xc0000084L, 'the last, in a second word'], [0xc0000081L, 4, 0xc0000082L, 'one of the middle']].each { base, count, denied, name ->
  test("of a range $name alone is denied: its neighbors and those outside are not", source: 'api.rst 4.97', bringup: 146) {
    def m = machine()
    filter m, ALLOW, [range(m, R, base, count, [denied])]
    (0xc0000081L..0xc0000084L).each { index -> expect { access(m, false, index) == (index == denied ? exit(false, index) : 'done') } }
  }
}
test('what is before and behind a range is denied by default', source: 'api.rst 4.97', bringup: 146) {
  def m = machine()
  filter m, DENY, [range(m, R, 0xc0000082L, 2, [])]
  expect { (0xc0000081L..0xc0000084L).collect { access(m, false, it) == 'done' } == [false, true, true, false] }
}
test('of two ranges each has its own MSRs', source: 'api.rst 4.97', bringup: 146) {
  def m = machine()
  filter m, ALLOW, [range(m, R, CS, 1, [CS]), range(m, W, LSTAR, 1, [LSTAR])]
  expect { access(m, false, CS) == exit(false, CS) && access(m, true, CS) == 'done' }
  expect { access(m, false, LSTAR) == 'done' && access(m, true, LSTAR) == exit(true, LSTAR) }
}
test('a filter takes the place of the one before, and an empty one denies nothing', source: 'api.rst 4.97', bringup: 146) {
  def m = machine()
  filter m, ALLOW, [range(m, R, CS, 1, [CS])]
  filter m, ALLOW, [range(m, R, LSTAR, 1, [LSTAR])]
  expect { access(m, false, CS) == 'done' && access(m, false, LSTAR) == exit(false, LSTAR) }
  filter m, ALLOW, []
  expect { access(m, false, LSTAR) == 'done' }
}
test('what is denied is a general protection, if that is not to be an exit', source: 'api.rst 4.97', bringup: 146) {
  [0, KVM_MSR_EXIT_REASON_UNKNOWN, KVM_MSR_EXIT_REASON_INVAL].each { reasons ->
    def m = machine(reasons)
    filter m, ALLOW, [range(m, R | W, CS, 1, [CS])]
    expect { access(m, false, CS) == 'refused' && access(m, true, CS) == 'refused' }
  }
}
test('a value of 64 bits is in the exit, and the guest gets the one of the answer', source: 'api.rst 4.97', bringup: 146) {
  def m = machine()
  filter m, ALLOW, [range(m, R | W, LSTAR, 1, [LSTAR])]
  expect { access(m, true, LSTAR, 0x1122334455667788L) == exit(true, LSTAR, 0x1122334455667788L) }
  expect { access(m, false, LSTAR, 0, 0x99aabbccddeeff00) == exit(false, LSTAR) + [0x99aabbccddeeff00] }
}
test('a write that is denied changes nothing, and user space reads and writes what the guest cannot', source: 'api.rst 4.97', bringup: 146) {
  def m = machine(), v = m.vcpu(0)
  filter m, ALLOW, [range(m, R | W, LSTAR, 1, [LSTAR])]
  expect { v.ioctl(KVM_SET_MSRS, entries: [[index: LSTAR, data: 0x1234]]) == 1 }
  expect { access(m, true, LSTAR, 0x5678) == exit(true, LSTAR, 0x5678) }
  expect { v.ioctl(KVM_GET_MSRS, entries: [[index: LSTAR]]).entries[0].data == 0x1234 }
}
[false, true].each { write ->
  test("an error in the answer to a ${write ? 'WRMSR' : 'RDMSR'} that is denied is a general protection", source: 'api.rst 4.97', bringup: 146) {
    def m = machine(), v = m.vcpu(0)
    filter m, ALLOW, [range(m, R | W, LSTAR, 1, [LSTAR])]
    m.reg rip: write ? 0x1020 : 0x1000, rcx: LSTAR, rdi: 0
    expect { v.ioctl(KVM_RUN, within: 20.s).name == (write ? 'x86_wrmsr' : 'x86_rdmsr') }
    v.run.msr.error = 1
    expect { v.ioctl(KVM_RUN, within: 20.s).name == 'hlt' && m.regs.rdi == 13 }
  }
  test("an MSR that there is not: a ${write ? 'WRMSR' : 'RDMSR'} is an exit with the reason that it is unknown", source: 'api.rst 4.97', bringup: 146) {
    def m = machine(KVM_MSR_EXIT_REASON_UNKNOWN)
    expect { access(m, write, 0x12345678L) == [write ? 'x86_wrmsr' : 'x86_rdmsr', 0x12345678L, KVM_MSR_EXIT_REASON_UNKNOWN] + (write ? [0x13579bdfL] : []) }
    expect { access(machine(KVM_MSR_EXIT_REASON_FILTER), write, 0x12345678L) == 'refused' }
  }
}
test('a reserved bit of KVM_STEAL_TIME is an exit with the reason that it is invalid', source: 'api.rst 4.97') {
  def m = machine(KVM_MSR_EXIT_REASON_INVAL)
  expect { access(m, true, 0x4b564d03, 0x700700007003L) == ['x86_wrmsr', 0x4b564d03, KVM_MSR_EXIT_REASON_INVAL, 0x700700007003L] }
}
[['a flag that there is not', { m -> filter m, 2, [] }], ['a default of denial without a range', { m -> filter m, DENY, [] }], ['a range with a flag that there is not', { m -> filter m, ALLOW, [range(m, 4, CS, 1, [CS])] }],
 ['a range of neither reads nor writes', { m -> filter m, ALLOW, [range(m, 0, CS, 1, [CS])] }],
 ['a range with too many MSRs', { m -> filter m, ALLOW, [range(m, R, 0, KVM_MSR_FILTER_MAX_BITMAP_SIZE * 8 + 1, [])] }],
 ['an exit for a reason that there is not', { m -> m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_USER_SPACE_MSR, args: [1 << 10] }]].each { name, call ->
  test("$name: EINVAL, and the filter stays", source: 'api.rst 4.97') {
    def m = machine()
    filter m, ALLOW, [range(m, R, LSTAR, 1, [LSTAR])]
    expect(errno: EINVAL) { call m }
    expect { access(m, false, LSTAR) == exit(false, LSTAR) && access(m, false, CS) == 'done' }
  }
}
