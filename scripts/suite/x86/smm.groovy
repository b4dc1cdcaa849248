// System management mode: KVM_SMI, the state area field by field as it is stored and loaded, SMBASE, address space 1, what is masked in SMM, and moves during
// SMM.
//   kvmsh test scripts/suite/x86/smm.groovy -b qemu:x86_64

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_X86_SMM
needs asm: x86_64

def BASE = 0x30000, AREA = 0x3fe00
def code = asm(x86_64, at: 0x1000, 'nop; out %al, $0x80; nop; nop; out %al, $0x81; hlt\n .org 0x40\n nmi: nop; out %al, $0x85; iretq\n .org 0x80\n nop; .byte 0x0f, 0xaa; hlt')
def machine = { inside = 'e6 83 0f aa' ->
  def m = vm {
    irqchip
    memory at: 0, size: 192.KB
    memory at: BASE, size: 64.KB, space: 1
    load at: BASE + 0x8000, space: 1, hex: inside
    load at: 0x1000, bytes: code.bytes
    cpuid
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(2): 0x1040]); regs rsp: 0x9000 }
  }
  m
}
def port = { m -> def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }
def smm = { m -> m.vcpu(0).ioctl(KVM_GET_VCPU_EVENTS).smi.smm }
def REGISTERS = [rax: 0x1122334455667701L, rbx: 0x2202, rcx: 0x3303, rdx: 0x4404, rsi: 0x5505, rdi: 0x6606, rbp: 0x7707, r8: 0x8808, r9: 0x9909, r10: 0xaa0a, r11: 0xbb0b, r12: 0xcc0c, r13: 0xdd0d, r14: 0xee0e, r15: -0x0ff1]

test('KVM_SMI: the guest is in SMM at SMBASE + 0x8000, in 16-bit mode without paging, and RSM brings all registers back', source: 'APM 2 10.3; api.rst 4.104', bringup: 147) {
  def m = machine(), v = m.vcpu(0), before
  m.reg REGISTERS
  before = [v.ioctl(KVM_GET_SREGS), v.ioctl(KVM_GET_REGS)]
  v.ioctl KVM_SMI
  expect { port(m) == 0x83 && smm(m) == 1 && (v.run.flags & KVM_RUN_X86_SMM) != 0 }
  def s = v.ioctl KVM_GET_SREGS
  expect { (s.cr0 & 0x80000001L) == 0 && s.cr4 == 0 && s.efer == 0 && s.cs.base == BASE && s.cs.selector == BASE >> 4 && s.cs.limit == 0xffffffffL && s.ds.base == 0 && s.idt.limit == 0 }
  expect { (m.regs.rip == 0x8000 || m.regs.rip == 0x8002) && (m.regs.rflags & 0x200) == 0 && v.ioctl(KVM_GET_DEBUGREGS).dr7 == 0x400 }
  expect { port(m) == 0x80 && smm(m) == 0 && (v.run.flags & KVM_RUN_X86_SMM) == 0 }
  REGISTERS.each { name, value -> expect { m.reg(name) == value } }
  def after = v.ioctl KVM_GET_SREGS
  def kept = { x -> [x.cr0, x.cr3, x.cr4, x.efer, x.gdt.base, x.gdt.limit, x.idt.base, x.idt.limit] }, segment = { x -> [x.selector, x.base, x.limit, x.type] }
  expect { kept(after) == kept(before[0]) }
  ['cs', 'ss', 'ds', 'es', 'fs', 'gs', 'tr', 'ldt'].each { name -> expect { segment(after."$name") == segment(before[0]."$name") } }
}
// What the state area has: offsets from SMBASE + 0xfe00. The code reads a word of it to a port; a handler of 16 bits with 32-bit operands.
def reading = { offset, wide = true -> String.format('2e 66 a1 %02x %02x 66 e7 84 0f aa', offset & 0xff, offset >> 8) }
[rax: 0x1f8, rcx: 0x1f0, rdx: 0x1e8, rbx: 0x1e0, rbp: 0x1d0, rsi: 0x1c8, rdi: 0x1c0, r8: 0x1b8, r9: 0x1b0, r10: 0x1a8, r11: 0x1a0, r12: 0x198, r13: 0x190, r14: 0x188, r15: 0x180].each { name, at ->
  test("$name is stored at ${Integer.toHexString(at)} of the state area, and RSM loads it from there", source: 'APM 2 10.2.3', bringup: 147) {
    def m = machine(reading(0xfe00 + at)), v = m.vcpu(0)
    m.reg REGISTERS
    v.ioctl KVM_SMI
    expect { port(m) == 0x84 && v.run.io.size == 4 && (v.ioctl(KVM_GET_REGS).rax & 0xffffffffL) == (REGISTERS[name] & 0xffffffffL) }
    m = machine(String.format('2e 66 c7 06 %02x %02x 78 56 34 12 0f aa', 0xfe00 + at & 0xff, 0xfe00 + at >> 8))         // movl $0x12345678, %cs:…; rsm
    m.reg REGISTERS
    m.vcpu(0).ioctl KVM_SMI
    expect { port(m) == 0x80 && m.reg(name) == (REGISTERS[name] & ~0xffffffffL | 0x12345678) }
    (REGISTERS.keySet() - name).each { other -> expect { m.reg(other) == REGISTERS[other] } }
  }
}
[rip: [0x178, 0x1000], rflags: [0x170, 2], cr0: [0x158, null], cr3: [0x150, 0x10000], cr4: [0x148, null], efer: [0xd0, null], dr7: [0x160, 0x400], dr6: [0x168, 0xffff0ff0L], smbase: [0x100, BASE], revision: [0xfc, 0x20064], rsp: [0x1d8, 0x9000]].each { name, x ->
  test("$name is stored at ${Integer.toHexString(x[0])} of the state area", source: 'APM 2 10.2.3', bringup: 147) {
    def m = machine(reading(0xfe00 + x[0])), v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS), right = x[1] ?: s."$name"
    v.ioctl KVM_SMI
    expect { port(m) == 0x84 && (m.regs.rax & 0xffffffffL) == (right & 0xffffffffL) }
  }
}
test('the tables and segments of the state area', source: 'APM 2 10.2.3', bringup: 147) {
  [0x64: { it.gdt.limit }, 0x68: { it.gdt.base }, 0x84: { it.idt.limit }, 0x88: { it.idt.base }, 0x90: { it.tr.selector }, 0x98: { it.tr.base }, 0x10: { it.cs.selector }, 0x20: { it.ss.selector }, 0x14: { it.cs.limit }].each { at, of ->
    def m = machine(reading(0xfe00 + at)), right = of(m.vcpu(0).ioctl(KVM_GET_SREGS)), mask = at in [0x64, 0x84, 0x90, 0x10, 0x20] ? 0xffff : 0xffffffffL
    m.vcpu(0).ioctl KVM_SMI
    expect { port(m) == 0x84 && (m.regs.rax & mask) == (right & mask) }
  }
}
test('RSM takes another SMBASE from the state area, and the next SMI is there', source: 'APM 2 10.2.4', bringup: 147) {
  def m = machine('2e 66 c7 06 00 ff 00 40 03 00 0f aa'), v = m.vcpu(0)           // movl $0x34000, %cs:0xff00; rsm
  v.ioctl KVM_SMI
  expect { port(m) == 0x80 && v.ioctl(KVM_GET_MSRS, entries: [[index: 0x9e]]).entries[0].data == 0x34000 }
  v.ioctl KVM_SMI
  port m
  expect { v.ioctl(KVM_GET_SREGS).cs.base == 0x34000 || smm(m) == 1 }
}
test('SMBASE by KVM_SET_MSRS: read back, and the SMI is there', source: 'api.rst 4.19', bringup: 147) {
  def m = machine('f4'), v = m.vcpu(0)
  expect { v.ioctl(KVM_SET_MSRS, entries: [[index: 0x9e, data: 0x32000]]) == 1 && v.ioctl(KVM_GET_MSRS, entries: [[index: 0x9e]]).entries[0].data == 0x32000 }
  v.ioctl KVM_SMI
  port m
  expect { v.ioctl(KVM_GET_SREGS).cs.base == 0x32000 }
}
test('SMI_COUNT counts SMIs', source: 'SDM 4, MSR 34h', bringup: 147) {
  def m = machine(), v = m.vcpu(0), count = { v.ioctl(KVM_GET_MSRS, entries: [[index: 0x34]]).entries[0].data }, before = count()
  2.times { v.ioctl KVM_SMI; expect { port(m) == 0x83 }; def next = port m; expect { next == 0x80 || next == 0x81 } }
  expect { count() == before + 2 }
}
test('in SMM another SMI waits for RSM', source: 'APM 2 10.3.2', bringup: 147) {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_SMI
  expect { port(m) == 0x83 }
  v.ioctl KVM_SMI
  expect { v.ioctl(KVM_GET_VCPU_EVENTS).smi.pending == 1 && port(m) == 0x83 && v.ioctl(KVM_GET_VCPU_EVENTS).smi.pending == 0 && port(m) == 0x80 }
}
test('in SMM an NMI waits for RSM', source: 'APM 2 10.3.3', bringup: 147) {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_SMI
  expect { port(m) == 0x83 }
  v.ioctl KVM_NMI
  expect { port(m) == 0x85 && smm(m) == 0 }
}
test('memory of address space 1 is that of SMM alone', source: 'api.rst 4.35', bringup: 147) {
  def m = machine('2e 66 a1 00 90 66 e7 84 0f aa'), v = m.vcpu(0)
  m.load at: BASE + 0x9000, space: 1, hex: '78 56 34 12'
  v.ioctl KVM_SMI
  expect { port(m) == 0x84 && (m.regs.rax & 0xffffffffL) == 0x12345678 }
  m = machine()
  m.load at: 0x1000, bytes: asm(x86_64, at: 0x1000, 'mov $0x39000, %ebx; mov (%rbx), %eax; hlt').bytes
  expect { port(m) == 'mmio' && m.vcpu(0).run.mmio.phys_addr == 0x39000 }
}
test('a vCPU that is moved in SMM goes on there, and comes back', source: 'api.rst 4.32', bringup: 147) {
  def m = machine('e6 83 90 e6 84 0f aa'), v = m.vcpu(0)
  m.reg REGISTERS
  v.ioctl KVM_SMI
  expect { port(m) == 0x83 }
  def before = m.snapshot()
  expect { port(m) == 0x84 && port(m) == 0x80 }
  m.restore before
  expect { smm(m) == 1 && port(m) == 0x84 && smm(m) == 1 && port(m) == 0x80 && smm(m) == 0 && m.reg('r15') == REGISTERS.r15 }
}
