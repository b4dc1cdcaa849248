// KVM_CAP_SYNC_REGS: registers in kvm_run. kvm_valid_regs asks KVM_RUN to store them, kvm_dirty_regs to take them.
//   kvmsh scripts/selftests/x86/sync_regs.js
//
// Linux: tools/testing/selftests/kvm/x86/sync_regs_test.c

needs({boards: ['real', 'emulated', 'remote']})
needs({boards: 'x86_64'})
needs({cap: KVM_CAP_SYNC_REGS})

const FIELDS = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS | KVM_SYNC_X86_EVENTS, UNKNOWN = 0x80000000

// again: out %al, $0x80; inc %rbx; jmp again
const machine = () => vm({
  memory: {at: 0, size: KB(64)},
  load: {at: 0x1000, hex: 'e6 80 48 ff c3 eb f9'},
  vcpu: {long64: [[0x1000, {tables: 0x2000}]]},
})
const enter = v => { const e = v.ioctl(KVM_RUN); expect(() => e.name == 'io') }
const setRbx = (v, value) => { const r = v.ioctl(KVM_GET_REGS); r.rbx = value; v.ioctl(KVM_SET_REGS, r) }
const stored = v => {
  expect(() => same(v.run.s.regs.regs, v.ioctl(KVM_GET_REGS)))
  expect(() => same(v.run.s.regs.sregs, v.ioctl(KVM_GET_SREGS)))
  expect(() => same(v.run.s.regs.events, v.ioctl(KVM_GET_VCPU_EVENTS)))
}

test('KVM has the general registers, the system registers and the events, and no unknown set', () => {
  const sets = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_SYNC_REGS)
  expect(() => (sets & (FIELDS | UNKNOWN)) == FIELDS)
})

for (const [unknown, where] of [[UNKNOWN, 'alone'], [UNKNOWN + FIELDS, 'among the others']]) {
  test(`an unknown set to store, ${where}: EINVAL`, () => {
    const v = machine().vcpu(0)
    v.run.kvm_valid_regs = unknown
    expect({errno: EINVAL}, () => v.ioctl(KVM_RUN))
  })

  test(`an unknown set to take, ${where}: EINVAL`, () => {
    const v = machine().vcpu(0)
    v.run.kvm_dirty_regs = unknown
    expect({errno: EINVAL}, () => v.ioctl(KVM_RUN))
  })
}

test('what KVM_RUN stores is what the ioctls get', () => {
  const v = machine().vcpu(0)
  v.run.kvm_valid_regs = FIELDS
  enter(v)
  stored(v)
})

test('what is marked in kvm_dirty_regs is taken', () => {
  const v = machine().vcpu(0)
  v.run.kvm_valid_regs = FIELDS
  enter(v)
  v.run.s.regs.regs.rbx = 0xbad1dea
  v.run.s.regs.sregs.apic_base = 1 << 11
  v.run.kvm_dirty_regs = KVM_SYNC_X86_REGS | KVM_SYNC_X86_SREGS
  enter(v)
  expect(() => v.run.s.regs.regs.rbx == 0xbad1dea + 1)
  expect(() => v.run.s.regs.sregs.apic_base == 1 << 11)
  stored(v)
})

test('what is not marked in kvm_dirty_regs is overwritten', () => {
  const v = machine().vcpu(0)
  v.run.kvm_valid_regs = FIELDS
  enter(v)
  v.run.s.regs.regs.rbx = 0xdeadbeef
  v.run.kvm_dirty_regs = 0
  enter(v)
  expect(() => v.run.s.regs.regs.rbx == 1)
})

test('with neither, nothing is stored and nothing is taken', () => {
  const v = machine().vcpu(0)
  enter(v)
  v.run.s.regs.regs.rbx = 0xaaaa
  setRbx(v, 0xbac0)
  enter(v)
  expect(() => v.run.s.regs.regs.rbx == 0xaaaa)
  expect(() => v.ioctl(KVM_GET_REGS).rbx == 0xbac0 + 1)
})

test('with kvm_dirty_regs alone, registers are taken and none are stored', () => {
  const v = machine().vcpu(0)
  v.run.kvm_valid_regs = FIELDS
  enter(v)
  v.run.kvm_valid_regs = 0
  v.run.kvm_dirty_regs = FIELDS
  v.run.s.regs.regs.rbx = 0xbbbb
  enter(v)
  expect(() => v.run.s.regs.regs.rbx == 0xbbbb)
  expect(() => v.ioctl(KVM_GET_REGS).rbx == 0xbbbb + 1)
})
