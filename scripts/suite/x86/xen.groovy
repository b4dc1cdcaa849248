// Xen for guests: the hypercall page, hypercalls that user space answers, each attribute of the VM and of a vCPU, shared info, event channels, runstates and timers.
//   kvmsh test scripts/suite/x86/xen.groovy -b 'qemu:x86_64?kernel=linux-6.1'

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_XEN_HVM
needs asm: x86_64

def CODE = 0x1000, PAGE = 0x8000, SHARED = 0xc000, INFO = 0xd000, TIME = 0xd100, STATE = 0xe000, MSR = 0x40000200L
def code = asm(x86_64, at: CODE, """
  page:  wrmsr; nop; out %al, \$0x80; hlt
  .org 0x20
  call:  call *%r12; nop; out %al, \$0x80; hlt
  .org 0x40
  wait:  sti; nop; nop; cli; nop; out %al, \$0x82; hlt
  .org 0x60
  idle:  sti; pause; jmp idle
  .org 0x100
  taken: nop; out %al, \$0x81; hlt
  .org 0x140
  fault: nop; out %al, \$0x83; hlt
""")
def FLAGS = KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL
def machine = { flags = FLAGS, more = [:] ->
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: CODE, bytes: code.bytes
    cpuid
    vcpu(0) { long64 CODE, tables: 0x10000; vectors([(13): CODE + 0x140, (0x51): CODE + 0x100, (0x62): CODE + 0x100]); regs rsp: 0x9000 }
    vcpu 1
  }
  2.times { n ->
    def s = m.vcpu(n).ioctl KVM_GET_LAPIC
    [[0xf0, 0xff], [0xf1, 1], [0x352, 1]].each { at, to -> s.regs[at] = to }
    m.vcpu(n).ioctl KVM_SET_LAPIC, s
    m.vcpu(n).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  }
  m.ioctl KVM_XEN_HVM_CONFIG, [flags: flags, msr: MSR] + more
  m
}
def enter = { m, at, more = [:] -> m.reg([rip: CODE + at, rsp: 0x9000, rflags: 2] + more); def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }
def page = { m, value = PAGE -> enter m, 0, [rcx: MSR, rax: value, rdx: 0] }
def call = { m, n, params = [:] -> enter m, 0x20, [r12: PAGE + 32 * n] + params }
def has = { flag -> (kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_XEN_HVM) & flag) != 0 }
def set = { m, type, u -> m.ioctl KVM_XEN_HVM_SET_ATTR, type: type, u: u }
def get = { m, type -> m.ioctl(KVM_XEN_HVM_GET_ATTR, type: type).u }
def put = { v, type, u -> v.ioctl KVM_XEN_VCPU_SET_ATTR, type: type, u: u }
def take = { v, type -> v.ioctl(KVM_XEN_VCPU_GET_ATTR, type: type).u }
def bits = { m, cpu, at -> def s = m.vcpu(cpu).ioctl(KVM_GET_LAPIC); (0..255).findAll { s.regs[at + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) } }
def byte_ = { m, at -> m.mem(at, 1).bytes[0] & 0xff }

test('a write to the MSR fills the hypercall page, with the number of each hypercall; another page is a general protection', source: 'api.rst 4.105', bringup: 156) {
  def m = machine()
  expect { page(m) == 0x80 }
  [0, 1, 17, 32, 127].each { n ->
    def b = m.mem(PAGE + 32 * n, 10).bytes.collect { it & 0xff }
    expect { b[0] == 0xb8 && b[1] == n && b[2] == 0 && b[5] == 0x0f && b[6] == 1 && b[7] in [0xc1, 0xd9] && b[8] == 0xc3 && b[9] == 0xcc }
  }
  expect { page(m, PAGE + 1) == 0x83 }
}
test('a hypercall: each field of the exit, and its result in the guest', source: 'api.rst 5, KVM_EXIT_XEN', bringup: 156) {
  def m = machine(), v = m.vcpu(0), params = [rdi: 0x1111, rsi: 0x2222, rdx: 0x3333, r10: 0x4444, r8: 0x5555, r9: 0x6666_7777_8888L]
  page m
  expect { call(m, 55, params) == 'xen' && v.run.xen.type == KVM_EXIT_XEN_HCALL }
  def h = v.run.xen.u.hcall
  expect { h.longmode == 1 && h.cpl == 0 && h.input == 55 && (0..5).collect { h.params[it] } == params.values() as List }
  v.run.xen.u.hcall.result = 0x123456789aL
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' && v.run.io.port == 0x80 && m.regs.rax == 0x123456789aL }
}
test('without KVM_XEN_HVM_CONFIG_INTERCEPT_HCALL the page is what user space gives, and a page beyond is a general protection', source: 'api.rst 4.105', bringup: 156) {
  def m = vm { memory at: 0, size: 64.KB }, blob = m.allocate(8.KB)
  blob.write 0, [0x11] * 4096 + [0x22] * 4096 as byte[]
  m = machine 0, [blob_addr_64: blob.address, blob_size_64: 2, blob_addr_32: 0, blob_size_32: 0]
  expect { page(m, PAGE + 1) == 0x80 && byte_(m, PAGE) == 0x22 && page(m, PAGE) == 0x80 && byte_(m, PAGE + 4095) == 0x11 && page(m, PAGE + 2) == 0x83 }
}
test('KVM_XEN_HVM_CONFIG with an unknown flag, or with pages and intercepted hypercalls: EINVAL', source: 'api.rst 4.105') {
  def m = vm { memory at: 0, size: 64.KB }
  expect(errno: EINVAL) { m.ioctl KVM_XEN_HVM_CONFIG, flags: 1 << 20, msr: MSR }
  expect(errno: EINVAL) { m.ioctl KVM_XEN_HVM_CONFIG, flags: FLAGS, msr: MSR, blob_size_64: 1 }
}
// Attributes of the VM.
test('LONG_MODE: read back, also when the guest fills its page', source: 'api.rst 4.126, 4.127', bringup: 156) {
  def m = machine()
  expect { get(m, KVM_XEN_ATTR_TYPE_LONG_MODE).long_mode == 0 }
  set m, KVM_XEN_ATTR_TYPE_LONG_MODE, [long_mode: 1]
  expect { get(m, KVM_XEN_ATTR_TYPE_LONG_MODE).long_mode == 1 }
  set m, KVM_XEN_ATTR_TYPE_LONG_MODE, [long_mode: 0]
  page m
  expect { get(m, KVM_XEN_ATTR_TYPE_LONG_MODE).long_mode == 1 }
}
test('UPCALL_VECTOR: read back, and a vector below 16 is refused', source: 'api.rst 4.126, 4.127') {
  def m = machine()
  set m, KVM_XEN_ATTR_TYPE_UPCALL_VECTOR, [vector: 0x51]
  expect { get(m, KVM_XEN_ATTR_TYPE_UPCALL_VECTOR).vector == 0x51 }
  expect(errno: EINVAL) { set m, KVM_XEN_ATTR_TYPE_UPCALL_VECTOR, [vector: 0xf] }
  expect { get(m, KVM_XEN_ATTR_TYPE_UPCALL_VECTOR).vector == 0x51 }
}
test('XEN_VERSION: read back, and the guest gets it without an exit', source: 'api.rst 4.126, 4.127', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_EVTCHN_SEND), 'KVM_XEN_HVM_CONFIG_EVTCHN_SEND'
  def m = machine()
  set m, KVM_XEN_ATTR_TYPE_XEN_VERSION, [xen_version: 0x40011]
  page m
  expect { get(m, KVM_XEN_ATTR_TYPE_XEN_VERSION).xen_version == 0x40011 && call(m, 17, [rdi: 0]) == 0x80 && m.regs.rax == 0x40011 && call(m, 17, [rdi: 1]) == 'xen' }
}
test('SHARED_INFO: read back, its wall clock is that of the host, and it is gone with its last value', source: 'api.rst 4.126, 4.127', bringup: 156) {
  def m = machine()
  set m, KVM_XEN_ATTR_TYPE_SHARED_INFO, [shared_info: [gfn: SHARED >> 12]]
  expect { get(m, KVM_XEN_ATTR_TYPE_SHARED_INFO).shared_info.gfn == SHARED >> 12 }
  set m, KVM_XEN_ATTR_TYPE_LONG_MODE, [long_mode: 1]
  set m, KVM_XEN_ATTR_TYPE_SHARED_INFO, [shared_info: [gfn: SHARED >> 12]]
  def clock = m.mem(SHARED + 0xc00, 12)
  expect { (clock.u32(0) & 1) == 0 && clock.u32(0) != 0 && clock.u32(4) > 1_600_000_000L && clock.u32(8) < 1_000_000_000L }
  set m, KVM_XEN_ATTR_TYPE_SHARED_INFO, [shared_info: [gfn: -1]]
  expect { get(m, KVM_XEN_ATTR_TYPE_SHARED_INFO).shared_info.gfn == -1 }
}
test('an attribute that there is not: ENOENT', source: 'api.rst 4.126, 4.127') {
  def m = machine()
  expect(errno: ENOENT) { set m, 99, [vector: 1] }
  expect(errno: ENOENT) { m.ioctl KVM_XEN_HVM_GET_ATTR, type: 99 }
  expect(errno: ENOENT) { put m.vcpu(0), 99, [vector: 1] }
  expect(errno: ENOENT) { m.vcpu(0).ioctl KVM_XEN_VCPU_GET_ATTR, type: 99 }
}
// Attributes of a vCPU.
[VCPU_INFO: [0, INFO], VCPU_TIME_INFO: [1, TIME], RUNSTATE_ADDR: [2, STATE]].each { name, x ->
  test("$name: read back, none with -1, and the other vCPU has none", source: 'api.rst 4.128, 4.129', bringup: 156) {
    def m = machine()
    needs name != 'RUNSTATE_ADDR' || attempt { take m.vcpu(0), x[0] } == null, 'runstates'
    expect { take(m.vcpu(0), x[0]).gpa == -1 }
    put m.vcpu(0), x[0], [gpa: x[1]]
    expect { take(m.vcpu(0), x[0]).gpa == x[1] && take(m.vcpu(1), x[0]).gpa == -1 }
    put m.vcpu(0), x[0], [gpa: -1]
    expect { take(m.vcpu(0), x[0]).gpa == -1 }
  }
}
test('VCPU_ID and UPCALL_VECTOR of a vCPU: read back', source: 'api.rst 4.128, 4.129', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_EVTCHN_SEND), 'KVM_XEN_HVM_CONFIG_EVTCHN_SEND'
  def v = machine().vcpu(1)
  put v, KVM_XEN_VCPU_ATTR_TYPE_VCPU_ID, [vcpu_id: 77]
  put v, KVM_XEN_VCPU_ATTR_TYPE_UPCALL_VECTOR, [vector: 0x62]
  expect { take(v, KVM_XEN_VCPU_ATTR_TYPE_VCPU_ID).vcpu_id == 77 && take(v, KVM_XEN_VCPU_ATTR_TYPE_UPCALL_VECTOR).vector == 0x62 }
  expect(errno: EINVAL) { put v, KVM_XEN_VCPU_ATTR_TYPE_UPCALL_VECTOR, [vector: 0xf] }
}
[VCPU_INFO: [0, INFO, 32], VCPU_TIME_INFO: [1, TIME, 0]].each { name, x ->
  test("the time of $name is written when the vCPU runs: an even version, a factor, and the clock of the VM", source: 'api.rst 4.129', bringup: 156) {
    def m = machine()
    put m.vcpu(0), x[0], [gpa: x[1]]
    page m
    def time = m.mem(x[1] + x[2], 32)
    expect { (time.u32(0) & 1) == 0 && time.u32(0) != 0 && time.u64(8) != 0 && time.u32(24) != 0 && time.u64(16) <= m.ioctl(KVM_GET_CLOCK).clock }
  }
}
test('RUNSTATE: its data are read back, must add up, and are in the page of the guest with its state', source: 'api.rst 4.129', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_RUNSTATE), 'KVM_XEN_HVM_CONFIG_RUNSTATE'
  def m = machine(), v = m.vcpu(0), data = [state: 2, state_entry_time: 1111, time_running: 1000, time_runnable: 100, time_blocked: 10, time_offline: 1]
  needs attempt { take v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR } == null, 'runstates'
  page m
  set m, KVM_XEN_ATTR_TYPE_LONG_MODE, [long_mode: 1]
  put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADDR, [gpa: STATE]
  put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA, [runstate: data]
  def got = take(v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA).runstate
  expect { got.state == 2 && got.state_entry_time >= 1111 && got.time_running == 1000 && got.time_runnable == 100 && got.time_blocked >= 10 && got.time_offline == 1 }
  expect(errno: EINVAL) { put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA, [runstate: data + [time_offline: 2]] }
  expect(errno: EINVAL) { put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA, [runstate: data + [state: 4]] }
  put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_ADJUST, [runstate: [state: -1, state_entry_time: 300, time_running: 100, time_runnable: 100, time_blocked: 100, time_offline: 0]]
  def more = take(v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_DATA).runstate
  expect { more.time_running == 1100 && more.time_runnable == 200 && more.time_offline == 1 }
  put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT, [runstate: [state: 3]]
  expect { take(v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT).runstate.state == 3 }
  put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT, [runstate: [state: 0]]
  def seen = m.mem(STATE, 48)
  expect { seen.u32(0) == 0 && seen.u64(8) > 0 && seen.u64(16) >= 1100 && seen.u64(24) >= 200 && seen.u64(32) >= 110 && seen.u64(40) >= 1 }
  expect(errno: EINVAL) { put v, KVM_XEN_VCPU_ATTR_TYPE_RUNSTATE_CURRENT, [runstate: [state: 4]] }
}
// Event channels.
def channels = { m ->
  page m
  m.mem SHARED, u64: [0] * 512
  m.mem INFO, u64: [0] * 8
  set m, KVM_XEN_ATTR_TYPE_LONG_MODE, [long_mode: 1]
  set m, KVM_XEN_ATTR_TYPE_SHARED_INFO, [shared_info: [gfn: SHARED >> 12]]
  put m.vcpu(0), KVM_XEN_VCPU_ATTR_TYPE_VCPU_INFO, [gpa: INFO]
  set m, KVM_XEN_ATTR_TYPE_UPCALL_VECTOR, [vector: 0x51]
  m
}
def port = { m, n -> [(m.mem(SHARED + 0x800 + (n >> 6) * 8, 8).u64(0) >>> (n & 63)) & 1, m.mem(INFO + 8, 8).u64(0), byte_(m, INFO)] }
[1, 15, 64, 4095].each { n ->
  test("KVM_XEN_HVM_EVTCHN_SEND of port $n: pending, selected and told to the guest by its vector", source: 'api.rst 4.133', bringup: 156) {
    needs has(KVM_XEN_HVM_CONFIG_EVTCHN_SEND), 'KVM_XEN_HVM_CONFIG_EVTCHN_SEND'
    def m = channels(machine(FLAGS | KVM_XEN_HVM_CONFIG_EVTCHN_SEND))
    m.ioctl KVM_XEN_HVM_EVTCHN_SEND, port: n, vcpu: 0, priority: KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL
    expect { port(m, n) == [1, 1L << (n >> 6), 1] && enter(m, 0x40) == 0x81 }
  }
  test("a line that is routed to port $n: the same", source: 'api.rst 4.52', bringup: 156) {
    needs has(KVM_XEN_HVM_CONFIG_EVTCHN_2LEVEL), 'KVM_XEN_HVM_CONFIG_EVTCHN_2LEVEL'
    def m = channels(machine())
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 32, type: KVM_IRQ_ROUTING_XEN_EVTCHN, u: [xen_evtchn: [port: n, vcpu: 0, priority: KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL]]]]
    def e = m.irqfd(gsi: 32)
    e.signal()
    expect { enter(m, 0x60) == 0x81 && port(m, n)[0..1] == [1, 1L << (n >> 6)] }
  }
}
test('a masked port is pending and tells nobody', source: 'api.rst 4.133', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_EVTCHN_SEND), 'KVM_XEN_HVM_CONFIG_EVTCHN_SEND'
  def m = channels(machine(FLAGS | KVM_XEN_HVM_CONFIG_EVTCHN_SEND))
  m.mem SHARED + 0xa00, u64: 1L << 5
  m.ioctl KVM_XEN_HVM_EVTCHN_SEND, port: 5, vcpu: 0, priority: KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL
  expect { port(m, 5) == [1, 0, 0] && enter(m, 0x40) == 0x82 }
}
test('a route to a port beyond 1023 without LONG_MODE is taken, and one with another priority is not', source: 'xen.c, kvm_xen_setup_evtchn', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_EVTCHN_2LEVEL), 'KVM_XEN_HVM_CONFIG_EVTCHN_2LEVEL'
  def m = machine(), route = { n, priority = KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL -> m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 32, type: KVM_IRQ_ROUTING_XEN_EVTCHN, u: [xen_evtchn: [port: n, vcpu: 0, priority: priority]]]] }
  [1, 1023, 1024, 4095].each { n -> expect { attempt { route n } == null } }
  expect(errno: EINVAL) { route 1, 5 }
}
test('a port of the guest that is bound to an eventfd counts, one to another port is pending there', source: 'api.rst 4.126, KVM_XEN_ATTR_TYPE_EVTCHN', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_EVTCHN_SEND), 'KVM_XEN_HVM_CONFIG_EVTCHN_SEND'
  def m = channels(machine(FLAGS | KVM_XEN_HVM_CONFIG_EVTCHN_SEND)), e = m.ioeventfd(mmio: 0x17000000, length: 4)
  set m, KVM_XEN_ATTR_TYPE_EVTCHN, [evtchn: [send_port: 7, type: 2, deliver: [eventfd: [port: 0, fd: e.fd]]]]
  set m, KVM_XEN_ATTR_TYPE_EVTCHN, [evtchn: [send_port: 8, type: 2, deliver: [port: [port: 9, vcpu: 0, priority: KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL]]]]
  m.mem 0xf000, u64: [7, 8, 10]
  expect { call(m, 32, [rdi: 4, rsi: 0xf000]) == 0x80 && m.regs.rax == 0 && e.count == 1 }
  expect { call(m, 32, [rdi: 4, rsi: 0xf008]) == 0x80 && port(m, 9)[0] == 1 && call(m, 32, [rdi: 4, rsi: 0xf010]) == 'xen' }
  expect(errno: EEXIST) { set m, KVM_XEN_ATTR_TYPE_EVTCHN, [evtchn: [send_port: 7, type: 2, deliver: [eventfd: [port: 0, fd: e.fd]]]] }
}
test('a timer of a vCPU: read back, and at its time its port is pending', source: 'api.rst 4.129, KVM_XEN_VCPU_ATTR_TYPE_TIMER', bringup: 156) {
  needs has(KVM_XEN_HVM_CONFIG_EVTCHN_SEND), 'KVM_XEN_HVM_CONFIG_EVTCHN_SEND'
  def m = channels(machine(FLAGS | KVM_XEN_HVM_CONFIG_EVTCHN_SEND)), v = m.vcpu(0), at = m.ioctl(KVM_GET_CLOCK).clock + 300_000_000L
  put v, KVM_XEN_VCPU_ATTR_TYPE_TIMER, [timer: [port: 6, priority: KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL, expires_ns: at]]
  def t = take(v, KVM_XEN_VCPU_ATTR_TYPE_TIMER).timer
  expect { t.port == 6 && t.priority == KVM_IRQ_ROUTING_XEN_EVTCHN_PRIO_2LEVEL && t.expires_ns == at }
  expect { enter(m, 0x60) == 0x81 && port(m, 6)[0] == 1 && m.ioctl(KVM_GET_CLOCK).clock >= at && take(v, KVM_XEN_VCPU_ATTR_TYPE_TIMER).timer.expires_ns == 0 }
  expect { call(m, 15, [rdi: m.ioctl(KVM_GET_CLOCK).clock + 100_000_000L]) == 0x80 && m.regs.rax == 0 }
}
