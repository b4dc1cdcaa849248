// KVM_SET_GUEST_DEBUG stops a guest at INT3, at breakpoints and watchpoints of each debug register, after each instruction, and at accesses to the debug
// registers themselves; DR6 tells which it was.
//   kvmsh scripts/selftests/x86/debug_regs.groovy
//
// Linux: tools/testing/selftests/kvm/x86/debug_regs.c

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_64
needs cap: KVM_CAP_SET_GUEST_DEBUG
needs cap: KVM_CAP_IRQCHIP

def DB = 1, BP = 3                                            // vectors
def DR6 = 0xffff0ff0L, DR6_BD = 1 << 13, DR6_BS = 1 << 14
def DR7 = 0x400, DR7_GD = 1 << 13
def enabled = { register -> 2 << 2 * register }               // G0 to G3
def writes4 = { register -> 0xdL << 16 + 4 * register }       // 4 bytes, data writes
def DATA = 0x8000, VECTOR = 0xaa

// Each snippet ends with an exit, should nothing stop it.
def machine = {
  vm {
    irqchip
    cpuid
    memory at: 0, size: 64.KB
    load at: 0x1000, asm: 'int3; out %al, $0x80'
    load at: 0x1010, asm: 'nop; nop; out %al, $0x80'
    load at: 0x1020, asm: 'mov $1234, %eax; mov %eax, 0x8000; nop; out %al, $0x80'
    load at: 0x1040, asm: 'sti; xor %eax, %eax; cpuid; mov $0x1a0, %ecx; rdmsr; cli; out %al, $0x80'
    load at: 0x1060, asm: 'mov %dr0, %rax; out %al, $0x80'
    // The x2APIC sends an interrupt to its own vCPU, which waits for STI.
    load at: 0x1100, asm: """
      mov \$0x1b, %ecx; rdmsr; or \$0xc00, %eax; wrmsr
      mov \$0x80f, %ecx; rdmsr; or \$0x100, %eax; wrmsr
      mov \$0x830, %ecx; xor %edx, %edx; mov \$${0x44000 | VECTOR}, %eax; wrmsr
      out %al, \$0x80
    """
    vcpu(0) { long64 0x1100, tables: 0x2000 }
  }
}

// Where and why the guest stops that is started at an address.
def stop = { m, long at, Map how ->
  m.vcpu(0).ioctl KVM_SET_GUEST_DEBUG, control: KVM_GUESTDBG_ENABLE | how.control, arch: [debugreg: (how.registers ?: [0] * 4) + [0, 0, 0, how.dr7 ?: 0]]
  m.regs.rip = at
  def end = m.run within: 2.s
  expect { end.exit == debug }
  def e = m.exits.last.exit
  [e.arch.exception, e.arch.pc, e.arch.dr6]
}

test('INT3') {
  expect { stop(machine(), 0x1000, [control: KVM_GUESTDBG_USE_SW_BP]).take(2) == [BP, 0x1000] }
}

(0..3).each { i ->
  test("a breakpoint in DR$i") {
    def registers = (0..3).collect { it == i ? 0x1011 : 0 }
    expect { stop(machine(), 0x1010, [control: KVM_GUESTDBG_USE_HW_BP, registers: registers, dr7: DR7 | enabled(i)]) == [DB, 0x1011, DR6 | 1 << i] }
  }
}

(0..3).each { i ->
  test("a watchpoint in DR$i") {
    def registers = (0..3).collect { it == i ? DATA : 0 }
    expect { stop(machine(), 0x1020, [control: KVM_GUESTDBG_USE_HW_BP, registers: registers, dr7: DR7 | enabled(i) | writes4(i)]) == [DB, 0x102c, DR6 | 1 << i] }
  }
}

test('each instruction, those that KVM emulates too, while an interrupt waits') {
  def m = machine()
  m.run within: 2.s
  expect exit: io
  def at = 0x1040
  [1, 2, 2, 5, 2, 1].each { length ->
    expect { stop(m, at, [control: KVM_GUESTDBG_SINGLESTEP | KVM_GUESTDBG_BLOCKIRQ, dr7: DR7]) == [DB, at + length, DR6 | DR6_BS] }
    at += length
  }
}

test('a MOV from a debug register') {
  expect { stop(machine(), 0x1060, [control: KVM_GUESTDBG_USE_HW_BP, dr7: DR7 | DR7_GD]) == [DB, 0x1060, DR6 | DR6_BD] }
}
