// KVM_GET_MP_STATE and KVM_SET_MP_STATE, state by state, and what a vCPU does in each; INIT and SIPI sent by the guest; the SIPI vector of KVM_SET_VCPU_EVENTS.
//   kvmsh test scripts/suite/x86/mp-state.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/mp-state.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_MP_STATE
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def STATES = [RUNNABLE: KVM_MP_STATE_RUNNABLE, UNINITIALIZED: KVM_MP_STATE_UNINITIALIZED, INIT_RECEIVED: KVM_MP_STATE_INIT_RECEIVED, HALTED: KVM_MP_STATE_HALTED]
// vCPU 0 sends what is in its list to the APIC of vCPU 1: pairs for the two halves of the command register.
def code = asm(x86_64, at: 0x1000, '''
        mov $0x2000, %esi
  next: lodsl; cmp $-1, %eax; je done
        mov $0xfee00310, %ebx; mov %eax, (%rbx); lodsl; mov $0xfee00300, %ebx; mov %eax, (%rbx); jmp next
  done: out %al, $0x80
  .org 0x100
        sti; nop; hlt; nop; out %al, $0x81
''')
def machine = {
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    load at: 0x7000, hex: 'e6 87'        // out %al, $0x87
    load at: 0x9000, hex: 'e6 89'
    load at: 0x1400, hex: 'fb 90 90 e6 84'       // sti; nop; nop; out %al, $0x84
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(0x02): 0x1400, (0x55): 0x1400]); regs rsp: 0x8800 }
    vcpu(1)
  }
  def s = m.vcpu(0).ioctl KVM_GET_LAPIC
  s.regs[0xf0] = 0xff; s.regs[0xf1] = 1
  m.vcpu(0).ioctl KVM_SET_LAPIC, s
  m
}
def get = { v -> v.ioctl(KVM_GET_MP_STATE).mp_state }
def set = { v, to -> v.ioctl KVM_SET_MP_STATE, mp_state: to }
// A vCPU that waits does so until the time is over, whatever that is. EAGAIN: it was woken, and waits on.
def waits = { v ->
  def errno = EAGAIN
  for (int i = 0; i < 5 && errno == EAGAIN; i++) errno = attempt { v.ioctl KVM_RUN, within: 200.ms }
  errno == EINTR
}
def port = { v -> v.ioctl(KVM_RUN, within: 20.s).name == 'io' ? v.run.io.port : -1 }
def send = { m, list -> m.mem 0x2000, u32: list.collectMany { [0x01000000, it] } + [0xffffffffL]; m.regs.rip = 0x1000; port m.vcpu(0) }

STATES.each { name, state ->
  test("$name: KVM_GET_MP_STATE gets what KVM_SET_MP_STATE has set, and a snapshot and a move carry it", source: 'api.rst 4.38, 4.39', bringup: 96) {
    def m = machine(), v = m.vcpu(1), other = state == KVM_MP_STATE_RUNNABLE ? KVM_MP_STATE_HALTED : KVM_MP_STATE_RUNNABLE
    set v, other
    set v, state
    expect { get(v) == state && get(m.vcpu(0)) == KVM_MP_STATE_RUNNABLE }
    def before = m.snapshot()
    set v, other
    expect { get(v) == other }
    m.restore before
    expect { get(v) == state }
    expect { m.moved().done && get(m.vcpu(1)) == state }
  }
}

test('the first vCPU is runnable, the others are not initialized', source: 'api.rst 4.38, 4.39', bringup: 50) {
  def m = machine()
  expect { get(m.vcpu(0)) == KVM_MP_STATE_RUNNABLE }
  expect { get(m.vcpu(1)) == KVM_MP_STATE_UNINITIALIZED }
}
test('a runnable vCPU runs', source: 'api.rst 4.38, 4.39', bringup: 96) {
  def v = machine().vcpu(0)
  v.regs.rip = 0x1103
  set v, KVM_MP_STATE_HALTED
  set v, KVM_MP_STATE_RUNNABLE
  expect { port(v) == 0x81 }
}
['UNINITIALIZED', 'INIT_RECEIVED'].each { name ->
  test("$name: the vCPU waits, and runs when it is made runnable", source: 'api.rst 4.38, 4.39', bringup: 96) {
    def v = machine().vcpu(1)
    def r = v.ioctl(KVM_GET_REGS), s = v.ioctl(KVM_GET_SREGS)
    s.cs.base = 0; s.cs.selector = 0; r.rip = 0x7000
    v.ioctl KVM_SET_SREGS, s
    v.ioctl KVM_SET_REGS, r
    set v, STATES[name]
    expect { waits(v) }
    expect { get(v) == STATES[name] }
    set v, KVM_MP_STATE_RUNNABLE
    expect { port(v) == 0x87 }
  }
}
test('HALTED: the vCPU waits, and an interrupt makes it run', source: 'api.rst 4.38, 4.39', bringup: 96) {
  def m = machine(), v = m.vcpu(0)
  m.reg rip: 0x1103, rflags: 0x202
  set v, KVM_MP_STATE_HALTED
  expect { waits(v) && get(v) == KVM_MP_STATE_HALTED }
  m.msi address: 0xfee00000, data: 0x55
  expect { port(v) == 0x84 && get(v) == KVM_MP_STATE_RUNNABLE }
}
test('HALTED: an NMI makes the vCPU run', source: 'api.rst 4.38, 4.39', bringup: 96) {
  needs cap: KVM_CAP_USER_NMI
  def m = machine(), v = m.vcpu(0)
  m.regs.rip = 0x1103
  set v, KVM_MP_STATE_HALTED
  v.ioctl KVM_NMI
  expect { port(v) == 0x84 && get(v) == KVM_MP_STATE_RUNNABLE }
}
test('a guest that halts is HALTED, until an interrupt that is off does not wake it and one that is on does', source: 'api.rst 4.38, 4.39', bringup: 96) {
  def m = machine(), v = m.vcpu(0)
  m.regs.rip = 0x1100
  expect { waits(v) && get(v) == KVM_MP_STATE_HALTED && v.ioctl(KVM_GET_REGS).rip == 0x1103 }
  m.regs.rflags = 2
  m.msi address: 0xfee00000, data: 0x55
  expect { waits(v) && get(v) == KVM_MP_STATE_HALTED }
  m.regs.rflags = 0x202
  expect { port(v) == 0x84 }
}
[7, 9].each { vector ->
  test("SIPI_RECEIVED with the vector $vector of KVM_SET_VCPU_EVENTS: the vCPU starts there", source: 'api.rst 4.38, 4.39', bringup: 96) {
    def v = machine().vcpu(1), e = v.ioctl(KVM_GET_VCPU_EVENTS)
    set v, KVM_MP_STATE_INIT_RECEIVED
    e.sipi_vector = vector
    e.flags = KVM_VCPUEVENT_VALID_SIPI_VECTOR
    v.ioctl KVM_SET_VCPU_EVENTS, e
    set v, KVM_MP_STATE_SIPI_RECEIVED
    expect { port(v) == 0x80 + vector }
    def s = v.ioctl KVM_GET_SREGS
    expect { s.cs.base == vector << 12 && s.cs.selector == vector << 8 && get(v) == KVM_MP_STATE_RUNNABLE }
  }
  test("INIT and SIPI $vector of the guest's start the other vCPU there", source: 'api.rst 4.38, 4.39', bringup: 96) {
    def m = machine(), v = m.vcpu(1)
    expect { send(m, [0x4500]) == 0x80 }
    waits v
    expect { get(v) == KVM_MP_STATE_INIT_RECEIVED }
    expect { send(m, [0x4600 | vector]) == 0x80 }
    expect { port(v) == 0x80 + vector && get(v) == KVM_MP_STATE_RUNNABLE }
  }
}
test('a SIPI without an INIT starts nothing', source: 'api.rst 4.38, 4.39', bringup: 96) {
  def m = machine(), v = m.vcpu(1)
  expect { send(m, [0x4607]) == 0x80 }
  expect { waits(v) && get(v) == KVM_MP_STATE_UNINITIALIZED }
}
test('INIT of a running vCPU resets its registers', source: 'api.rst 4.38, 4.39', bringup: 96) {
  def m = machine(), v = m.vcpu(1), s = v.ioctl(KVM_GET_SREGS)
  s.cs.base = 0; s.cs.selector = 0
  v.ioctl KVM_SET_SREGS, s
  v.ioctl KVM_SET_REGS, struct('kvm_regs', rip: 0x7000, rax: 0x1234, rbx: 0x5678, rflags: 2)
  v.ioctl KVM_SET_DEBUGREGS, db: [1, 2, 3, 4], dr6: 0xffff0ff1L, dr7: 0x400
  set v, KVM_MP_STATE_RUNNABLE
  expect { port(v) == 0x87 }
  expect { send(m, [0x4500]) == 0x80 }
  waits v
  def r = v.ioctl(KVM_GET_REGS), now = v.ioctl(KVM_GET_SREGS), d = v.ioctl(KVM_GET_DEBUGREGS)
  expect { r.rip == 0xfff0 && r.rax == 0 && r.rbx == 0 && r.rflags == 2 }
  expect { now.cs.selector == 0xf000 && now.cs.base == 0xffff0000L && now.cr0 == 0x60000010L }
  expect { d.db.every { it == 0 } && d.dr6 == 0xffff0ff0L && d.dr7 == 0x400 }
}
[KVM_MP_STATE_STOPPED, KVM_MP_STATE_CHECK_STOP, KVM_MP_STATE_OPERATING, KVM_MP_STATE_LOAD, 77].each { state ->
  test("state $state, which no x86 vCPU has: EINVAL", source: 'api.rst 4.38, 4.39') {
    def v = machine().vcpu(0)
    expect(errno: EINVAL) { set v, state }
    expect { get(v) == KVM_MP_STATE_RUNNABLE }
  }
}
STATES.findAll { it.key != 'RUNNABLE' }.each { name, state ->
  test("$name without an APIC in the kernel: EINVAL", source: 'api.rst 4.38, 4.39') { expect(errno: EINVAL) { set vm { vcpu 0 }.vcpu(0), state } }
}
