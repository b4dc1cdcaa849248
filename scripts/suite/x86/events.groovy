// KVM_GET_VCPU_EVENTS and KVM_SET_VCPU_EVENTS, field by field: an event that user space sets is read back and delivered to the guest; an event that occurs in
// the guest is read by user space.
//   kvmsh test scripts/suite/x86/events.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/events.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_VCPU_EVENTS
needs asm: x86_64

def SEEN = 0x2000
// The handlers store what the processor has pushed: an error code, if the exception has one, and the address to return to.
def code = asm(x86_64, at: 0x1000, """
  nop; nop; nop; out %al, \$0x80; nop; hlt
  .org 0x100
  bare:  movq \$1, ${SEEN}; pop ${SEEN + 8}; hlt
  .org 0x180
  coded: movq \$2, ${SEEN}; pop ${SEEN + 16}; pop ${SEEN + 8}; hlt
  .org 0x200
  nmi:   incq ${SEEN + 24}; mov (%rsp), %rax; mov %rax, ${SEEN + 8}; out %al, \$0x81; iretq
  .org 0x280
  back:  push \$0; push \$0x8000; pushf; push \$8; push \$after; iretq
  after: out %al, \$0x82; hlt
""")
def VECTORS = [0x06: 0x1100, 0x0d: 0x1180, 0x0e: 0x1180, 0x41: 0x1100, 0x92: 0x1100, 0x02: 0x1200, 0x01: 0x1100]
def machine = { smm = false ->
  def m = vm {
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    if (smm) {
      memory at: 0x30000, size: 64.KB, space: 1
      load at: 0x38000, space: 1, hex: 'e6 83 0f aa'             // out %al, $0x83; rsm
    }
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors VECTORS; regs rsp: 0x9000, rflags: 0x202 }
  }
  m.mem SEEN, u64: [0, 0, 0, 0]
  m
}
def payload = { def m = machine(); m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_EXCEPTION_PAYLOAD, args: [1]; m }
def get = { v -> v.ioctl KVM_GET_VCPU_EVENTS }
def set = { v, change, flags = 0 -> def e = get v; e.flags = flags; change e; v.ioctl KVM_SET_VCPU_EVENTS, e }
def enter = { v -> v.ioctl(KVM_RUN, within: 20.s).name }
def seen = { m, at -> m.mem(SEEN + at, 8).u64(0) }

test('a new vCPU has no events', source: 'api.rst 4.31, 4.32', bringup: 115) {
  def e = get machine().vcpu(0)
  expect { e.exception.injected == 0 && e.exception.pending == 0 && e.interrupt.injected == 0 && e.interrupt.shadow == 0 }
  expect { e.nmi.injected == 0 && e.nmi.pending == 0 && e.nmi.masked == 0 && e.smi.smm == 0 && e.smi.pending == 0 }
  expect { (e.flags & (KVM_VCPUEVENT_VALID_NMI_PENDING | KVM_VCPUEVENT_VALID_SHADOW)) == (KVM_VCPUEVENT_VALID_NMI_PENDING | KVM_VCPUEVENT_VALID_SHADOW) }
}

[[6, 0, 0], [13, 1, 0x1234], [14, 1, 6]].each { nr, coded, error ->
  test("an injected exception $nr: read back with each field, and taken by the guest", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine(), v = m.vcpu(0)
    set v, { it.exception.injected = 1; it.exception.nr = nr; it.exception.has_error_code = coded; it.exception.error_code = error }
    def e = get(v).exception
    expect { e.injected == 1 }
    expect { e.nr == nr }
    expect { e.has_error_code == coded }
    expect { e.error_code == error }
    expect { enter(v) == 'hlt' }
    expect { seen(m, 0) == coded + 1 && seen(m, 8) == 0x1000 && seen(m, 16) == error }
    expect { get(v).exception.injected == 0 }
  }

  test("an injected exception $nr is carried by a snapshot and a move", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine()
    set m.vcpu(0), { it.exception.injected = 1; it.exception.nr = nr; it.exception.has_error_code = coded; it.exception.error_code = error }
    def before = m.snapshot()
    set m.vcpu(0), { it.exception.injected = 0 }
    m.restore before
    expect { get(m.vcpu(0)).exception.injected == 1 && get(m.vcpu(0)).exception.nr == nr && get(m.vcpu(0)).exception.error_code == error }
    def move = m.moved()
    expect { move.done && move.differences == [] }
    expect { enter(m.vcpu(0)) == 'hlt' }
    expect { seen(m, 0) == coded + 1 && seen(m, 16) == error }
  }
}

test('an exception that is taken away is not taken by the guest', source: 'api.rst 4.31, 4.32', bringup: 115) {
  def m = machine(), v = m.vcpu(0)
  set v, { it.exception.injected = 1; it.exception.nr = 6 }
  set v, { it.exception.injected = 0 }
  expect { enter(v) == 'io' && seen(m, 0) == 0 }
}

test('a pending page fault: read back with its payload, which is cr2 when the guest takes it', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_EXCEPTION_PAYLOAD
  def m = payload(), v = m.vcpu(0)
  set v, { it.exception.pending = 1; it.exception.nr = 14; it.exception.has_error_code = 1; it.exception.error_code = 2; it.exception_has_payload = 1; it.exception_payload = 0x123456789000L },
    KVM_VCPUEVENT_VALID_PAYLOAD
  def e = get v
  expect { e.exception.pending == 1 && e.exception.injected == 0 }
  expect { e.exception_has_payload == 1 }
  expect { e.exception_payload == 0x123456789000L }
  expect { (e.flags & KVM_VCPUEVENT_VALID_PAYLOAD) != 0 }
  expect { v.ioctl(KVM_GET_SREGS).cr2 == 0 }
  expect { enter(v) == 'hlt' }
  expect { seen(m, 0) == 2 && seen(m, 16) == 2 && v.ioctl(KVM_GET_SREGS).cr2 == 0x123456789000L }
}
test('a pending debug exception: its payload is in dr6 when the guest takes it', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_EXCEPTION_PAYLOAD
  def m = payload(), v = m.vcpu(0)
  set v, { it.exception.pending = 1; it.exception.nr = 1; it.exception_has_payload = 1; it.exception_payload = 0x4002 }, KVM_VCPUEVENT_VALID_PAYLOAD
  expect { enter(v) == 'hlt' }
  expect { seen(m, 0) == 1 && (v.ioctl(KVM_GET_DEBUGREGS).dr6 & 0x400f) == 0x4002 }
}
test('without KVM_CAP_EXCEPTION_PAYLOAD the flag for payloads: EINVAL', source: 'api.rst 4.31, 4.32') {
  expect(errno: EINVAL) { set machine().vcpu(0), { it.exception.pending = 1; it.exception.nr = 6 }, KVM_VCPUEVENT_VALID_PAYLOAD }
}
[['exception 32', { it.exception.injected = 1; it.exception.nr = 32 }], ['the NMI as an exception', { it.exception.injected = 1; it.exception.nr = 2 }]].each { name, change ->
  test("$name: EINVAL", source: 'api.rst 4.31, 4.32') { expect(errno: EINVAL) { set machine().vcpu(0), change } }
}
test('of an exception that is both injected and pending, the pending one stays', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_EXCEPTION_PAYLOAD
  def v = payload().vcpu(0)
  set v, { it.exception.injected = 1; it.exception.pending = 1; it.exception.nr = 6 }, KVM_VCPUEVENT_VALID_PAYLOAD
  expect { get(v).exception.pending == 1 && get(v).exception.injected == 0 && get(v).exception.nr == 6 }
}
test('a flag that KVM does not know: EINVAL', source: 'api.rst 4.31, 4.32') { expect(errno: EINVAL) { set machine().vcpu(0), { }, 0x40000000 } }

[0x41, 0x92].each { vector ->
  test("an injected interrupt ${Integer.toHexString(vector)}: read back, and taken by the guest", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine(), v = m.vcpu(0)
    set v, { it.interrupt.injected = 1; it.interrupt.nr = vector }
    expect { get(v).interrupt.injected == 1 && get(v).interrupt.nr == vector && get(v).interrupt.soft == 0 }
    expect { enter(v) == 'hlt' }
    expect { seen(m, 0) == 1 && seen(m, 8) == 0x1000 && get(v).interrupt.injected == 0 }
  }
  test("an injected interrupt ${Integer.toHexString(vector)} is carried by a snapshot and a move", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine()
    set m.vcpu(0), { it.interrupt.injected = 1; it.interrupt.nr = vector }
    def before = m.snapshot()
    set m.vcpu(0), { it.interrupt.injected = 0 }
    m.restore before
    expect { get(m.vcpu(0)).interrupt.injected == 1 && get(m.vcpu(0)).interrupt.nr == vector }
    expect { m.moved().done }
    expect { enter(m.vcpu(0)) == 'hlt' && seen(m, 0) == 1 }
  }
}
test('a software interrupt that is injected is no interrupt to inject again when it is read, since its instruction is executed again', source: 'api.rst 4.31, 4.32', bringup: 115) {
  def v = machine().vcpu(0)
  set v, { it.interrupt.injected = 1; it.interrupt.nr = 0x41; it.interrupt.soft = 1 }
  expect { get(v).interrupt.injected == 0 && get(v).interrupt.soft == 0 && get(v).interrupt.nr == 0x41 }
}

// An NMI is taken at once, or after the instruction that the shadow is on.
[[0, 'without', 0x1000], [1, 'with', 0x1001]].each { shadow, text, right ->
  test("$text an interrupt shadow the guest takes an NMI at ${Integer.toHexString(right)}", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine(), v = m.vcpu(0)
    set v, { it.interrupt.shadow = shadow * KVM_X86_SHADOW_INT_STI; it.nmi.pending = 1 }, KVM_VCPUEVENT_VALID_SHADOW | KVM_VCPUEVENT_VALID_NMI_PENDING
    expect { (get(v).interrupt.shadow != 0) == (shadow == 1) }
    expect { enter(v) == 'io' && v.run.io.port == 0x81 && seen(m, 8) == right }
    expect { get(v).interrupt.shadow == 0 }
  }
}
test('a shadow without its flag is not set', source: 'api.rst 4.31, 4.32', bringup: 115) {
  def v = machine().vcpu(0)
  set v, { it.interrupt.shadow = KVM_X86_SHADOW_INT_STI }
  expect { get(v).interrupt.shadow == 0 }
}
test('a shadow is carried by a snapshot and a move', source: 'api.rst 4.31, 4.32', bringup: 115) {
  def m = machine()
  set m.vcpu(0), { it.interrupt.shadow = KVM_X86_SHADOW_INT_STI }, KVM_VCPUEVENT_VALID_SHADOW
  def before = m.snapshot()
  set m.vcpu(0), { it.interrupt.shadow = 0 }, KVM_VCPUEVENT_VALID_SHADOW
  m.restore before
  expect { get(m.vcpu(0)).interrupt.shadow != 0 }
  expect { m.moved().done && get(m.vcpu(0)).interrupt.shadow != 0 }
}

[['injected', { it.nmi.injected = 1 }, 0], ['pending', { it.nmi.pending = 1 }, 1]].each { name, change, flag ->
  test("an NMI that is $name: read back, taken by the guest once, and masked meanwhile", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine(), v = m.vcpu(0)
    set v, change, flag * KVM_VCPUEVENT_VALID_NMI_PENDING
    expect { get(v).nmi."$name" == 1 && get(v).nmi.masked == 0 }
    expect { enter(v) == 'io' && v.ioctl(KVM_GET_REGS).rip > 0x1200 }
    expect { seen(m, 24) == 1 && seen(m, 8) == 0x1000 }
    expect { get(v).nmi.masked == 1 && get(v).nmi.injected == 0 && get(v).nmi.pending == 0 }
    expect { enter(v) == 'io' && v.ioctl(KVM_GET_REGS).rip < 0x1100 }
    expect { get(v).nmi.masked == 0 && seen(m, 24) == 1 }
  }
  test("an NMI that is $name is carried by a snapshot and a move", source: 'api.rst 4.31, 4.32', bringup: 115) {
    def m = machine()
    set m.vcpu(0), change, flag * KVM_VCPUEVENT_VALID_NMI_PENDING
    def before = m.snapshot()
    set m.vcpu(0), { it.nmi.injected = 0; it.nmi.pending = 0 }, KVM_VCPUEVENT_VALID_NMI_PENDING
    m.restore before
    expect { get(m.vcpu(0)).nmi."$name" == 1 }
    expect { m.moved().done && get(m.vcpu(0)).nmi."$name" == 1 }
    expect { enter(m.vcpu(0)) == 'io' && seen(m, 24) == 1 }
  }
}
test('a pending NMI without its flag is not set', source: 'api.rst 4.31, 4.32', bringup: 115) {
  def m = machine(), v = m.vcpu(0)
  set v, { it.nmi.pending = 1 }
  expect { get(v).nmi.pending == 0 }
  expect { enter(v) == 'io' && seen(m, 24) == 0 }
}
test('KVM_NMI is pending until the guest takes it', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_USER_NMI
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_NMI
  expect { enter(v) == 'io' && seen(m, 24) == 1 && get(v).nmi.masked == 1 }
}
def masked = { carry ->
  def m = machine(), v = m.vcpu(0)
  set v, { it.nmi.masked = 1 }
  expect { get(v).nmi.masked == 1 }
  v = carry m
  expect { get(v).nmi.masked == 1 }
  v.ioctl KVM_NMI
  expect { enter(v) == 'io' && seen(m, 24) == 0 }
  expect { m.regs.rip == 0x1003 || m.regs.rip == 0x1005 }
  m.regs.rip = 0x1280
  expect { enter(v) == 'io' && seen(m, 24) == 1 && get(v).nmi.masked == 1 }
  expect { enter(v) == 'io' && get(v).nmi.masked == 0 && seen(m, 24) == 1 }
}
test('a masked NMI is not taken before the guest returns from its interrupt', source: 'api.rst 4.31, 4.32', bringup: 115) { needs cap: KVM_CAP_USER_NMI; masked { m -> m.vcpu(0) } }
test('that NMIs are masked is carried by a snapshot', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_USER_NMI
  masked { m -> def before = m.snapshot(); set m.vcpu(0), { it.nmi.masked = 0 }; expect { get(m.vcpu(0)).nmi.masked == 0 }; m.restore before; m.vcpu(0) }
}
test('that NMIs are masked is carried by a move', source: 'api.rst 4.31, 4.32', bringup: 115) { needs cap: KVM_CAP_USER_NMI; masked { m -> expect { m.moved().done }; m.vcpu(0) } }

test('a pending triple fault: read back, and the guest shuts down', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_X86_TRIPLE_FAULT_EVENT
  def m = machine(), v = m.vcpu(0)
  expect(errno: EINVAL) { set v, { it.triple_fault.pending = 1 }, KVM_VCPUEVENT_VALID_TRIPLE_FAULT }
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_TRIPLE_FAULT_EVENT, args: [1]
  set v, { it.triple_fault.pending = 1 }, KVM_VCPUEVENT_VALID_TRIPLE_FAULT
  expect { get(v).triple_fault.pending == 1 && (get(v).flags & KVM_VCPUEVENT_VALID_TRIPLE_FAULT) != 0 }
  expect { enter(v) == 'shutdown' }
  expect { get(v).triple_fault.pending == 0 }
}
test('a triple fault that is taken away does not shut the guest down', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_X86_TRIPLE_FAULT_EVENT
  def m = machine(), v = m.vcpu(0)
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_TRIPLE_FAULT_EVENT, args: [1]
  set v, { it.triple_fault.pending = 1 }, KVM_VCPUEVENT_VALID_TRIPLE_FAULT
  set v, { it.triple_fault.pending = 0 }, KVM_VCPUEVENT_VALID_TRIPLE_FAULT
  expect { get(v).triple_fault.pending == 0 && enter(v) == 'io' }
}

// In SMM the guest runs at 0x38000, in the memory of that mode.
def smm = { machine true }
test('a pending SMI: read back, the guest is in SMM then, and rsm ends it', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_X86_SMM
  def m = smm(), v = m.vcpu(0)
  set v, { it.smi.pending = 1 }, KVM_VCPUEVENT_VALID_SMM
  expect { get(v).smi.pending == 1 && get(v).smi.smm == 0 }
  expect { enter(v) == 'io' && v.run.io.port == 0x83 && (v.run.flags & KVM_RUN_X86_SMM) != 0 }
  expect { get(v).smi.smm == 1 && get(v).smi.pending == 0 }
  expect { enter(v) == 'io' && v.run.io.port == 0x80 && (v.run.flags & KVM_RUN_X86_SMM) == 0 }
  expect { get(v).smi.smm == 0 }
}
test('KVM_SMI is an SMI', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_X86_SMM
  def m = smm(), v = m.vcpu(0)
  v.ioctl KVM_SMI
  expect { enter(v) == 'io' && v.run.io.port == 0x83 && get(v).smi.smm == 1 }
}
[['smm', { it.smi.smm = 1 }], ['smm_inside_nmi', { it.smi.smm = 1; it.smi.smm_inside_nmi = 1 }]].each { name, change ->
  test("smi.$name: read back", source: 'api.rst 4.31, 4.32', bringup: 115) {
    needs cap: KVM_CAP_X86_SMM
    def v = smm().vcpu(0)
    set v, change, KVM_VCPUEVENT_VALID_SMM
    expect { get(v).smi."$name" == 1 }
    set v, { it.smi.smm = 0; it.smi.smm_inside_nmi = 0 }, KVM_VCPUEVENT_VALID_SMM
    expect { get(v).smi."$name" == 0 }
  }
}
test('smi.smm without its flag is not set', source: 'api.rst 4.31, 4.32', bringup: 115) {
  needs cap: KVM_CAP_X86_SMM
  def v = smm().vcpu(0)
  set v, { it.smi.smm = 1; it.smi.pending = 1 }
  expect { get(v).smi.smm == 0 && get(v).smi.pending == 0 }
}
