// The registers in kvm_run, field by field: what KVM_RUN stores for kvm_valid_regs, and what it takes for kvm_dirty_regs.
//   kvmsh test scripts/suite/x86/sync-regs.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/sync-regs.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_SYNC_REGS
needs cap: KVM_CAP_IMMEDIATE_EXIT
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def ALL = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS | KVM_SYNC_X86_EVENTS
def NAMES = ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rsp', 'rbp'] + (8..15).collect { "r$it" as String }
def REGS = NAMES.withIndex().collectEntries { name, i -> [name, 0x1111_2222_3333_4400L + 0x0101_0101_0000_0000L * i + i] } + [rip: 0x1000L, rflags: 0x246L]
// Values that the processor takes beside each other in 64-bit mode. Without an APIC in the kernel cr8 is the one in kvm_run.
def SREGS = ['gdt.base': 0x12340, 'gdt.limit': 0x7f, 'idt.base': 0x23450, 'idt.limit': 0x1ff, 'ldt.base': 0x34560, 'fs.base': 0x45670, 'fs.limit': 0x12345, 'fs.selector': 0x33,
             'gs.base': 0x56780, 'gs.limit': 0x23456, 'gs.selector': 0x3b, 'es.base': 0x67890, 'es.selector': 0x2b, 'ds.base': 0x789a0, 'ds.selector': 0x23, 'ss.selector': 0x18, 'cs.selector': 0x10,
             'tr.base': 0x89ab0, 'tr.limit': 0x67, 'tr.selector': 0x40, cr2: 0x9abcd, cr8: 5]
def EVENTS = ['nmi.pending': 1, 'nmi.masked': 1]

def machine = {
  vm {
    irqchip
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: 'push %rax; ' + NAMES.withIndex().collect { name, i -> "mov %$name, ${0x3000 + 8 * i}" }.join('; ') + '; out %al, $0x80'
    vcpu(0) { long64 0x1000, tables: 0x10000 }
    vcpu(1) { long64 0x1000, tables: 0x18000 }
  }
}
def of = { s, path -> def (x, name) = path.contains('.') ? [s."${path.tokenize('.')[0]}", path.tokenize('.')[1]] : [s, path]; name == 'base' ? x.base : x."$name" }
def put = { s, path, to -> def names = path.tokenize('.'); def x = s; names.init().each { x = x."$it" }; if (names.last() == 'base') x.base = to; else x."${names.last()}" = to }
// KVM_RUN with immediate_exit takes and stores registers, and executes nothing.
def exchange = { v, valid, dirty ->
  v.run.kvm_valid_regs = valid
  v.run.kvm_dirty_regs = dirty
  v.run.immediate_exit = 1
  def errno = attempt { v.ioctl KVM_RUN }
  v.run.immediate_exit = 0
  expect { errno == EINTR }
}
def set = { v ->
  def r = v.ioctl(KVM_GET_REGS), s = v.ioctl(KVM_GET_SREGS), e = v.ioctl(KVM_GET_VCPU_EVENTS)
  REGS.each { name, to -> r."$name" = to }
  SREGS.each { path, to -> put s, path, to }
  EVENTS.each { path, to -> put e, path, to }
  e.flags = KVM_VCPUEVENT_VALID_NMI_PENDING
  v.ioctl KVM_SET_REGS, r
  v.ioctl KVM_SET_SREGS, s
  v.ioctl KVM_SET_VCPU_EVENTS, e
}
def values = { r, s, e -> [regs: REGS.collectEntries { n, x -> [n, r."$n"] }, sregs: SREGS.collectEntries { n, x -> [n, of(s, n)] }, events: EVENTS.collectEntries { n, x -> [n, of(e, n)] }] }
def got = { v -> values v.ioctl(KVM_GET_REGS), v.ioctl(KVM_GET_SREGS), v.ioctl(KVM_GET_VCPU_EVENTS) }
def inRun = { v -> values v.run.s.regs.regs, v.run.s.regs.sregs, v.run.s.regs.events }
def fill = { v ->
  exchange v, ALL, 0                                          // what there is, and the values in it
  REGS.each { name, to -> v.run.s.regs.regs."$name" = to }
  SREGS.each { path, to -> put v.run.s.regs.sregs, path, to }
  EVENTS.each { path, to -> put v.run.s.regs.events, path, to }
  v.run.s.regs.events.flags = KVM_VCPUEVENT_VALID_NMI_PENDING
}
def SETS = [regs: [KVM_SYNC_X86_REGS, REGS], sregs: [KVM_SYNC_X86_SREGS, SREGS], events: [KVM_SYNC_X86_EVENTS, EVENTS]]

def found = { ->
  def m = machine(), v = m.vcpu(0), x = [:]
  set v
  exchange v, ALL, 0
  x.stored = inRun v
  def other = machine(), o = other.vcpu(0), neighbor = got(other.vcpu(1))
  fill o
  exchange o, 0, ALL
  x.left = o.run.kvm_dirty_regs
  x.taken = got o
  x.neighbors = got(other.vcpu(1)) == neighbor
  x
}.memoize()

SETS.each { set_, x ->
  x[1].each { name, right ->
    test("$set_.$name: KVM_RUN stores what there is", source: 'api.rst 5, sync regs', bringup: 145) { expect { found().stored[set_][name] == right } }
    test("$set_.$name: KVM_RUN takes what is in kvm_run", source: 'api.rst 5, sync regs', bringup: 145) { expect { found().taken[set_][name] == right } }
  }
  test("$set_ that is not in kvm_valid_regs is not stored, and the others are", source: 'api.rst 5, sync regs', bringup: 145) {
    def v = machine().vcpu(0), zero = inRun(v)
    set v
    exchange v, ALL & ~x[0], 0
    SETS.each { other, y -> expect { inRun(v)[other] == (other == set_ ? zero[other] : y[1]) } }
  }
  test("$set_ that is not in kvm_dirty_regs is not taken, and the others are", source: 'api.rst 5, sync regs', bringup: 145) {
    def v = machine().vcpu(0), before = got(v)
    fill v
    exchange v, 0, ALL & ~x[0]
    SETS.each { other, y -> expect { got(v)[other] == (other == set_ ? before[other] : y[1]) } }
  }
}
test('kvm_dirty_regs is 0 when its registers are taken', source: 'api.rst 5, sync regs', bringup: 145) { expect { found().left == 0 } }
test('the registers of another vCPU are not those', source: 'api.rst 5, sync regs', bringup: 145) { expect { found().neighbors } }
test('the guest has the registers that are taken, and what it has at its exit is stored', source: 'api.rst 5, sync regs', bringup: 145) {
  def m = machine(), v = m.vcpu(0)
  exchange v, ALL, 0
  REGS.each { name, to -> v.run.s.regs.regs."$name" = to }
  v.run.s.regs.regs.rsp = 0x9000
  v.run.kvm_valid_regs = ALL
  v.run.kvm_dirty_regs = KVM_SYNC_X86_REGS
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' }
  NAMES.eachWithIndex { name, i -> expect { m.mem(0x3000 + 8 * i, 8).u64(0) == (name == 'rsp' ? 0x8ff8 : REGS[name]) } }
  expect { v.run.s.regs.regs.rsp == 0x8ff8 && same(v.run.s.regs.regs, v.ioctl(KVM_GET_REGS)) }
}
test('KVM_CAP_SYNC_REGS has the three sets', source: 'api.rst 5, sync regs', bringup: 24) { expect { (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_SYNC_REGS) & ALL) == ALL } }
[0x80000000L, 0x40000000L].each { bit ->
  ['kvm_valid_regs', 'kvm_dirty_regs'].each { field ->
    test("$field with the unknown set ${Long.toHexString(bit)}: EINVAL", source: 'api.rst 5, sync regs') {
      def v = machine().vcpu(0)
      v.run."$field" = bit | ALL
      expect(errno: EINVAL) { v.ioctl KVM_RUN }
    }
  }
}
