// KVM_SET_GUEST_DEBUG: single steps over each kind of instruction, breakpoints and watchpoints of each register, and each field of the exits.
//   kvmsh test scripts/suite/x86/debug.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/debug.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_SET_GUEST_DEBUG
needs asm: x86_64

def DB = 1, BP = 3, DR6 = 0xffff0ff0L, BS = 1 << 14, DATA = 0x3000
// Name, text, its address, where it goes on, what it needs. Each has 0x20 bytes.
def STEPS = [['nop', 'nop', 1], ['a move of 10 bytes', 'movabs $0x1122334455667788, %rax', 10], ['a load', 'mov 0x3000, %eax', 7], ['a store', 'mov %eax, 0x3000', 7], ['a jump', 'jmp .+0x12', 0x12],
             ['a branch that is taken', 'jc .+0x12', 0x12], ['a branch that is not taken', 'jc .+0x12', 2], ['a call', 'call .+0x15', 0x15], ['a push', 'push %rax', 1], ['a pop', 'pop %rax', 1],
             ['pushf', 'pushf', 1], ['popf', 'popf', 1], ['cli', 'cli', 1], ['cpuid', 'cpuid', 2], ['rdmsr', 'rdmsr', 2], ['wrmsr', 'wrmsr', 2],
             ['a move from cr0', 'mov %cr0, %rax', 3], ['a move from cr3', 'mov %cr3, %rax', 3], ['rdtsc', 'rdtsc', 2], ['cmpxchg', 'lock cmpxchg %ebx, 0x3000', 9]]
def text = STEPS.withIndex().collect { x, i -> ".org ${0x20 * i}, 0xf4\n${x[1]}\n" }.join('') + '''
  .org 0x400, 0xf4
        nop; nop; nop; nop; nop; out %al, $0x80
  .org 0x420
        mov %al, (%rbx); nop; out %al, $0x80
  .org 0x430
        mov %ax, (%rbx); nop; out %al, $0x80
  .org 0x440
        mov %eax, (%rbx); nop; out %al, $0x80
  .org 0x450
        mov %rax, (%rbx); nop; out %al, $0x80
  .org 0x460
        mov (%rbx), %al; nop; out %al, $0x80
  .org 0x480
        nop; int3; nop; out %al, $0x80
  .org 0x4a0
        mov $3, %ecx; cld; rep movsb; out %al, $0x80
  .org 0x500
        mov $0x55, %r15d; out %al, $0x81
  .org 0x540
        mov $0x66, %r15d; out %al, $0x82
'''
def code = asm(x86_64, at: 0x1000, text)
def machine = { ->
  vm {
    memory at: 0, size: 128.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(1): 0x1500, (3): 0x1540]); regs rsp: 0x9000 }
  }
}
def debug = { v, control, registers = [0] * 4, dr7 = 0 -> v.ioctl KVM_SET_GUEST_DEBUG, control: control ? control | KVM_GUESTDBG_ENABLE : 0, arch: [debugreg: registers + [0, 0, 0, dr7 ? dr7 | 0x400 : 0]] }
// What ends the run: of a debug exit its fields.
def enter = { m, at = null, more = [:] ->
  if (at != null) m.reg([rip: at, rsp: 0x9000, rflags: 2] + more)
  def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s)
  if (e.name == 'io') return v.run.io.port
  if (e.name != 'debug') return e.name
  def a = v.run.debug.arch
  [a.exception, a.pc, a.dr6 & (DR6 | 0xe00f), m.regs.rip]
}
// KVM_SET_REGS drops the trap flag that KVM_SET_GUEST_DEBUG has set for the address before.
def step = { m, at, more = [:] -> m.reg([rip: at, rsp: 0x9000, rflags: 2] + more); debug m.vcpu(0), KVM_GUESTDBG_SINGLESTEP; enter m }
def steps = { ->
  def m = machine(), v = m.vcpu(0)
  m.mem 0x9000, u32: [2, 0]
  STEPS.withIndex().collect { x, i -> step m, 0x1000 + 0x20 * i, [rcx: 0x174, rflags: x[0].toString().endsWith('is taken') ? 3 : 2] }
}.memoize()

STEPS.eachWithIndex { x, i ->
  test("a single step over ${x[0]} is an exit behind it, with DR6.BS", source: 'api.rst 4.87', bringup: 110) {
    def next = 0x1000 + 0x20 * i + x[2]
    expect { steps()[i] == [DB, next, DR6 | BS, next] }
  }
}
test('a rep is stepped round by round', source: 'api.rst 4.87', bringup: 110) {
  def m = machine(), v = m.vcpu(0)
  def from = 0x14a6
  expect { step(m, from, [rcx: 3, rsi: DATA, rdi: DATA + 8]) == [DB, from, DR6 | BS, from] && m.regs.rcx == 2 }
  expect { enter(m) == [DB, from, DR6 | BS, from] && m.regs.rcx == 1 }
  expect { enter(m) == [DB, from + 2, DR6 | BS, from + 2] && m.regs.rcx == 0 }
}
test('single steps leave no trap flag in the registers of the guest', source: 'api.rst 4.87', bringup: 110) {
  def m = machine(), v = m.vcpu(0)
  expect { step(m, 0x1400)[0] == DB && (m.regs.rflags & 0x100) == 0 }
}
test('guest debug that is off stops nothing', source: 'api.rst 4.87', bringup: 110) {
  def m = machine(), v = m.vcpu(0)
  expect { step(m, 0x1400)[0] == DB }
  debug v, 0
  expect { enter(m, 0x1400) == 0x80 }
}
(0..3).each { i ->
  def only = { at -> (0..3).collect { it == i ? at : 0 } }
  test("breakpoint $i: an exit at it, with its bit in DR6, and DR7", source: 'api.rst 4.87', bringup: 110) {
    def m = machine(), v = m.vcpu(0)
    debug v, KVM_GUESTDBG_USE_HW_BP, only(0x1402), 2 << 2 * i
    expect { enter(m, 0x1400) == [DB, 0x1402, DR6 | 1 << i, 0x1402] }
    debug v, KVM_GUESTDBG_USE_HW_BP, only(0x1403), 1 << 2 * i
    expect { enter(m, 0x1400) == [DB, 0x1403, DR6 | 1 << i, 0x1403] }
  }
  test("breakpoint $i whose bits in DR7 are 0 stops nothing", source: 'api.rst 4.87', bringup: 110) {
    def m = machine(), v = m.vcpu(0)
    debug v, KVM_GUESTDBG_USE_HW_BP, only(0x1402), 0x100
    expect { enter(m, 0x1400) == 0x80 }
  }
  [[1, 0, 0x1420], [2, 1, 0x1430], [4, 3, 0x1440], [8, 2, 0x1450]].each { len, code_, store ->
    test("watchpoint $i of $len bytes: a store to its first and its last byte is an exit behind the store", source: 'api.rst 4.87', bringup: 110) {
      def m = machine(), v = m.vcpu(0)
      debug v, KVM_GUESTDBG_USE_HW_BP, only(DATA), 2 << 2 * i | (1L | code_ << 2) << 16 + 4 * i
      expect { enter(m, store, [rbx: DATA])[0] == DB }
      expect { enter(m, 0x1420, [rbx: DATA + len - 1]) == [DB, 0x1422, DR6 | 1 << i, 0x1422] }
    }
    test("watchpoint $i of $len bytes: a store before it or behind it, and a load, are no exits", source: 'api.rst 4.87', bringup: 110) {
      def m = machine(), v = m.vcpu(0)
      debug v, KVM_GUESTDBG_USE_HW_BP, only(DATA), 2 << 2 * i | (1L | code_ << 2) << 16 + 4 * i
      [DATA - 1, DATA + len].each { at -> expect { enter(m, 0x1420, [rbx: at]) == 0x80 } }
      expect { enter(m, 0x1460, [rbx: DATA]) == 0x80 }
    }
  }
  test("watchpoint $i for loads and stores: both are exits", source: 'api.rst 4.87', bringup: 110) {
    def m = machine(), v = m.vcpu(0)
    debug v, KVM_GUESTDBG_USE_HW_BP, only(DATA), 2 << 2 * i | 3L << 16 + 4 * i
    expect { enter(m, 0x1460, [rbx: DATA]) == [DB, 0x1462, DR6 | 1 << i, 0x1462] }
    expect { enter(m, 0x1420, [rbx: DATA]) == [DB, 0x1422, DR6 | 1 << i, 0x1422] }
  }
}
test('int3 with KVM_GUESTDBG_USE_SW_BP: an exit with its vector at the instruction, and the guest takes no exception', source: 'api.rst 4.87', bringup: 110) {
  def m = machine(), v = m.vcpu(0)
  debug v, KVM_GUESTDBG_USE_SW_BP
  expect { enter(m, 0x1480)[0] == BP && v.run.debug.arch.pc == 0x1481 && m.regs.rip == 0x1481 }
}
test('int3 without it: the guest takes its exception', source: 'api.rst 4.87', bringup: 110) {
  def m = machine(), v = m.vcpu(0)
  expect { enter(m, 0x1480, [r15: 0]) == 0x82 && m.regs.r15 == 0x66 }
}
[[KVM_GUESTDBG_INJECT_DB, 'a debug exception', 0x81, 0x55], [KVM_GUESTDBG_INJECT_BP, 'a breakpoint', 0x82, 0x66]].each { control, name, port, value ->
  test("$name that is injected is the one that the guest takes", source: 'api.rst 4.87', bringup: 110) {
    def m = machine(), v = m.vcpu(0)
    m.reg rip: 0x1400, r15: 0                                   // KVM_SET_REGS would drop what is injected
    debug v, control
    expect { enter(m) == port && m.regs.r15 == value }
  }
}
test('registers of guest debug are not those of the guest', source: 'api.rst 4.87, 4.33', bringup: 110) {
  def m = machine(), v = m.vcpu(0), own = [0x11110, 0x22220, 0x33330, 0x44440]
  v.ioctl KVM_SET_DEBUGREGS, db: own, dr6: DR6, dr7: 0x400
  debug v, KVM_GUESTDBG_USE_HW_BP, [0x7000, 0x7010, 0x7020, 0x7030], 0xaa
  expect { enter(m, 0x1400) == 0x80 }
  def d = v.ioctl KVM_GET_DEBUGREGS
  expect { d.db.collect { it as long } == own && d.dr7 == 0x400 && d.dr6 == DR6 }
}
