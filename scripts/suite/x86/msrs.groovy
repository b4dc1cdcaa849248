// KVM_GET_MSRS and KVM_SET_MSRS, register by register: set, read back, read by the guest, written by the guest, carried by a snapshot and a move.
//   kvmsh test scripts/suite/x86/msrs.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/msrs.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def CODE = 0x1000, LIST = 0x2000, SEEN = 0x3000
// Index, two values that the processor takes (AMD's SYSENTER registers have 32 bits), and the CPUID bit without which it does not have the register.
def MSRS = [
  SYSENTER_CS: [0x174, 0x1238, 0x4560], SYSENTER_ESP: [0x175, 0x33334440L, 0x77778880L], SYSENTER_EIP: [0x176, 0x12345678L, 0x7abcdL],
  PAT: [0x277, 0x0007040600070401L, 0x0606040000010507L], STAR: [0xc0000081L, 0x1234567811223344L, 0x0fedcba987654321L], LSTAR: [0xc0000082L, 0x00007fff12345670L, 0x00006fff23456780L],
  CSTAR: [0xc0000083L, 0x00005fff34567890L, 0x00004fff45678910L], SFMASK: [0xc0000084L, 0x47700, 0x3f7fd5], FS_BASE: [0xc0000100L, 0x0000123456789abcL, 0x00000fedcba98765L],
  GS_BASE: [0xc0000101L, 0x0000223456789abcL, 0x00001fedcba98765L], KERNEL_GS_BASE: [0xc0000102L, 0x0000323456789abcL, 0x00002fedcba98765L],
  TSC_AUX: [0xc0000103L, 0x13572468, 0x24681357, [0x80000001L, 'edx', 27]], TSC_ADJUST: [0x3b, 0x123456, 0x654321, [7, 'ebx', 1]], MISC_ENABLE: [0x1a0, 0x400001, 0x1],
  MTRR_DEF_TYPE: [0x2ff, 0xc06, 0x800, [1, 'edx', 12]]] +
  (0..7).collectEntries { [("MTRR_PHYS_BASE$it" as String): [0x200 + 2 * it, 0x10000006L + 0x1000000 * it, 0x20000000L + 0x1000000 * it, [1, 'edx', 12]]] } +
  (0..7).collectEntries { [("MTRR_PHYS_MASK$it" as String): [0x201 + 2 * it, 0xff000800L - 0x1000000 * it, 0xfe000000L - 0x1000000 * it, [1, 'edx', 12]]] } +
  [0x250, 0x258, 0x259, 0x268, 0x269, 0x26a, 0x26b, 0x26c, 0x26d, 0x26e, 0x26f].withIndex().collectEntries { x, i ->
    [("MTRR_FIX_${Integer.toHexString(x)}" as String): [x, [0x0606060606060606L, 0x0504010006050401L, 0x0106010601060106L][i % 3], [0x0401040104010401L, 0L][i % 2], [1, 'edx', 12]]] } +
  [KVM_WALL_CLOCK_NEW: [0x4b564d00L, 0x5000, 0x5040], KVM_SYSTEM_TIME_NEW: [0x4b564d01L, 0x6001, 0x6041], KVM_STEAL_TIME: [0x4b564d03L, 0x7001, 0x7041], KVM_PV_EOI: [0x4b564d04L, 0x8001, 0x8005],
   KVM_POLL_CONTROL: [0x4b564d05L, 0, 1]]

def code = asm(x86_64, at: CODE, """
  reads: mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; cmp \$-1, %eax; je done
         mov %eax, %ecx; rdmsr; stosl; mov %edx, %eax; stosl; jmp next
  done:  out %al, \$0x80
  .org 0x100
  writes: mov \$$LIST, %esi
  more:  lodsl; cmp \$-1, %eax; je done
         mov %eax, %ecx; mov (%rsi), %eax; mov 4(%rsi), %edx; add \$8, %esi; wrmsr; jmp more
""")
def machine = {
  vm {
    irqchip
    memory at: 0, size: 256.KB
    cpuid
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x20000; vectors true }
    vcpu(1) { long64 CODE, tables: 0x28000 }
  }
}
def has = { v, bit -> v.ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == bit[0] && it.index == 0 && (it."${bit[1]}" >> bit[2] & 1) == 1 } }
def get = { v, index -> v.ioctl(KVM_GET_MSRS, entries: [[index: index]]).entries[0].data }
def set = { v, index, to -> v.ioctl KVM_SET_MSRS, entries: [[index: index, data: to]] }
def done = { m, at -> m.regs.rip = at; m.run until: io, within: 20.s, vcpu: 0 }
def half = { x -> [x & 0xffffffffL, x >>> 32] }

// A write of SYSTEM_TIME_NEW reads as it was written; PV_EOI has two bits of its own; each is written once a turn.
def all = { ->
  def m = machine(), v = m.vcpu(0), found = [set: [:], got: [:], seen: [:], guests: [:], neighbor: [:]]
  found.there = MSRS.findAll { name, x -> x.size() < 4 || has(v, x[3]) }
  found.there.each { name, x ->
    found.neighbor[name] = get(m.vcpu(1), x[0])
    found.set[name] = set(v, x[0], x[1])
    found.got[name] = get v, x[0]
  }
  found.neighbors = found.there.collectEntries { name, x -> [name, get(m.vcpu(1), x[0])] }
  m.mem LIST, u32: found.there.values()*.first() + [0xffffffffL]
  done m, CODE
  found.there.keySet().eachWithIndex { name, i -> found.seen[name] = m.mem(SEEN + 8 * i, 8).u64(0) }
  m.mem LIST, u32: found.there.values().collectMany { [it[0]] + half(it[2] as long) } + [0xffffffffL]
  done m, CODE + 0x100
  found.there.each { name, x -> found.guests[name] = get v, x[0] }
  found
}.memoize()
def carried = { ->
  def m = machine(), v = m.vcpu(0), found = [:], there = MSRS.findAll { name, x -> x.size() < 4 || has(v, x[3]) }
  there.each { name, x -> set v, x[0], x[1] }
  def before = m.snapshot()
  there.each { name, x -> set v, x[0], x[2] }
  m.restore before
  found.restored = there.collectEntries { name, x -> [name, get(v, x[0])] }
  def move = m.moved()
  found.moved = move.done ? move.differences : ['did not move']
  found.there = there.collectEntries { name, x -> [name, get(m.vcpu(0), x[0])] }
  found
}.memoize()

MSRS.each { name, x ->
  test("$name: KVM_GET_MSRS and the guest get what KVM_SET_MSRS has set", source: 'api.rst 4.18, 4.19', bringup: 142) {
    needs all().there.containsKey(name), "a processor with $name"
    expect { all().set[name] == 1 }
    expect { all().got[name] == x[1] }
    expect { all().seen[name] == x[1] }
  }
  test("$name: KVM_GET_MSRS gets what the guest has written", source: 'api.rst 4.18, 4.19', bringup: 142) {
    needs all().there.containsKey(name), "a processor with $name"
    expect { all().guests[name] == x[2] }
  }
  test("$name: a snapshot and a move carry it", source: 'api.rst 4.18, 4.19', bringup: 142) {
    // KVM_GET_MSR_INDEX_LIST, by which state is saved, does not have the MTRRs.
    needs !name.startsWith('MTRR'), 'an MSR of KVM_GET_MSR_INDEX_LIST'
    needs all().there.containsKey(name), "a processor with $name"
    expect { carried().restored[name] == x[1] }
    expect { carried().there[name] == x[1] }
  }
}
test('a move finds no difference in MSRs', source: 'api.rst 4.18, 4.19', bringup: 142) { expect { carried().moved == [] } }
// The wall clock is the VM's.
test('MSRs that are set on a vCPU are not those of another', source: 'api.rst 4.18, 4.19', bringup: 142) { expect { all().neighbor - all().neighbors == [:] || (all().neighbor - all().neighbors).keySet() == ['KVM_WALL_CLOCK_NEW'] as Set } }

test('each MSR of KVM_GET_MSR_INDEX_LIST can be read, and most can be set to what they are', source: 'api.rst 4.18, 4.19', bringup: 142) {
  def v = machine().vcpu(0), indices = kvm.ioctl(KVM_GET_MSR_INDEX_LIST, nmsrs: 512).indices.collect { it }
  expect { indices.size() > 20 && indices.unique(false).size() == indices.size() }
  [0x10L, 0x174L, 0x175L, 0x176L, 0xc0000081L, 0x4b564d00L, 0x4b564d01L].each { index -> expect { indices.contains(index) || indices.contains(index as int) } }
  indices.each { index -> expect { v.ioctl(KVM_GET_MSRS, entries: [[index: index]]).nmsrs == 1 } }
}
test('KVM_GET_MSR_INDEX_LIST with too small a list: E2BIG, and the number of MSRs', source: 'api.rst 4.18, 4.19', bringup: 142) {
  def r = refusal { kvm.ioctl KVM_GET_MSR_INDEX_LIST, nmsrs: 1 }
  expect { r.errno == E2BIG && r.answered.nmsrs == kvm.ioctl(KVM_GET_MSR_INDEX_LIST, nmsrs: 512).nmsrs }
}
test('KVM_SET_MSRS and KVM_GET_MSRS stop at the first MSR that KVM does not have, and say how many went before', source: 'api.rst 4.18, 4.19', bringup: 142) {
  def v = machine().vcpu(0), list = [[index: 0x174, data: 0x77], [index: 0x12345678, data: 1], [index: 0x175, data: 0x88]]
  set v, 0x175, 0x99
  expect { v.ioctl(KVM_SET_MSRS, entries: list) == 1 }
  expect { get(v, 0x174) == 0x77 && get(v, 0x175) == 0x99 }
}
[['PAT with a type that there is not', 0x277, 0x0207040600070406L], ['LSTAR that is not canonical', 0xc0000082L, 0x1234567812345678L],
 ['MTRR_DEF_TYPE with a type that there is not', 0x2ff, 0x802], ['KVM_STEAL_TIME with a reserved bit', 0x4b564d03L, 0x7003]].each { name, index, value ->
  test("$name: not set", source: 'api.rst 4.18, 4.19', bringup: 142) {
    def v = machine().vcpu(0), before = get(v, index)
    expect { set(v, index, value) == 0 && get(v, index) == before }
  }
}
test('a guest that writes to an MSR that there is not takes a general protection', source: 'api.rst 4.18, 4.19', bringup: 142) {
  def m = vm {
    memory at: 0, size: 128.KB
    cpuid
    load at: CODE, asm: 'mov $0x12345678, %ecx; wrmsr; hlt'
    vcpu(0) { long64 CODE, tables: 0x10000; vectors true }
  }
  m.run until: exception, within: 20.s
  expect { m.vcpu(0).exception.vector == 13 && m.vcpu(0).exception.errorCode == 0 && m.vcpu(0).exception.pc == CODE + 5 }
}

// KVM_X86_SET_MSR_FILTER: the guest's access is an exit, with each field; what the script answers is what the guest gets.
def filtered = {
  def m = vm {
    memory at: 0, size: 128.KB
    load at: CODE, asm: "mov \$0x123450, %ecx; mov \$0x11112222, %eax; mov \$0x33334444, %edx; wrmsr; rdmsr; mov %eax, $SEEN; mov %edx, ${SEEN + 4}; hlt"
    vcpu(0) { long64 CODE, tables: 0x10000; vectors true }
  }
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_USER_SPACE_MSR, args: [KVM_MSR_EXIT_REASON_UNKNOWN]
  m
}
test('an unknown MSR is an exit with its index, its data and its reason, and the guest gets the answer', source: 'api.rst 4.18, 4.19', bringup: 142) {
  needs cap: KVM_CAP_X86_USER_SPACE_MSR
  def m = filtered(), v = m.vcpu(0)
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'x86_wrmsr' }
  expect { v.run.msr.index == 0x123450 && v.run.msr.data == 0x3333444411112222L && v.run.msr.reason == KVM_MSR_EXIT_REASON_UNKNOWN && v.run.msr.error == 0 }
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'x86_rdmsr' }
  expect { v.run.msr.index == 0x123450 && v.run.msr.reason == KVM_MSR_EXIT_REASON_UNKNOWN }
  v.run.msr.data = 0x5555666677778888L
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'hlt' && m.mem(SEEN, 8).u64(0) == 0x5555666677778888L }
}
[0, 1].each { which ->
  test("an error in the answer to ${['WRMSR', 'RDMSR'][which]} is a general protection in the guest", source: 'api.rst 4.18, 4.19', bringup: 142) {
    needs cap: KVM_CAP_X86_USER_SPACE_MSR
    def m = filtered(), v = m.vcpu(0)
    v.ioctl KVM_RUN, within: 20.s
    if (which == 1) v.ioctl KVM_RUN, within: 20.s
    v.run.msr.error = 1
    m.run until: exception, within: 20.s
    expect { v.exception.vector == 13 && v.exception.pc == CODE + [15, 17][which] }
  }
}
