// MSIs and routes of x86: each field of an MSI's address and data, KVM_SIGNAL_MSI's result, routes to MSIs and to several chips, and KVM_CAP_SPLIT_IRQCHIP with
// its exits at an EOI.
//   kvmsh test scripts/suite/x86/msi.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/msi.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_SIGNAL_MSI
needs asm: x86_64

def COUNT = 3
def code = asm(x86_64, at: 0x1000, '''
  end:   mov $0xfee000b0, %ebx; movl $0, (%rbx); nop; out %al, $0x80; hlt
  .org 0x40
  on:    sti; mov $3000, %ecx; 1: pause; dec %ecx; jnz 1b; cli; nop; out %al, $0x82; hlt
  .org 0x80
  taken: nop; out %al, $0x81; hlt
''')
def give = { m ->
  COUNT.times { n ->
    def s = m.vcpu(n).ioctl KVM_GET_LAPIC
    [[0xf0, 0xff], [0xf1, 1], [0xd3, 1 << n], [0x352, 1]].each { at, to -> s.regs[at] = to }
    m.vcpu(n).ioctl KVM_SET_LAPIC, s
    m.vcpu(n).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  }
  m
}
// All of the irqchip in the kernel, or the local APICs alone with so many pins left to user space.
def machine = { pins = 0 ->
  def m = vm {
    if (pins) ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [pins]
    else irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([0x31, 0x41, 0x52].collectEntries { [it, 0x1080] }); regs rsp: 0x9000 }
    vcpu 1
    vcpu 2
  }
  give m
}
def split = { pins = 24 -> machine pins }
def bits = { m, cpu, at -> def s = m.vcpu(cpu).ioctl(KVM_GET_LAPIC); (0..255).findAll { s.regs[at + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) } }
def pending = { m -> (0..<COUNT).collect { bits m, it, 0x200 } }
def nmis = { m -> (0..<COUNT).collect { m.vcpu(it).ioctl(KVM_GET_VCPU_EVENTS).nmi.pending } }
def signal = { m, at, data -> m.ioctl KVM_SIGNAL_MSI, address_lo: at, data: data }
def run = { m, at -> m.reg rip: at, rsp: 0x9000, rflags: 2; def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }
def A = 0xfee00000L
// Address, data, and which vectors are pending then.
def ROWS = [['to APIC 0', A, 0x31, [[0x31], [], []]], ['to APIC 2', A | 2 << 12, 0x42, [[], [], [0x42]]], ['to all', A | 0xff << 12, 0x53, [[0x53], [0x53], [0x53]]], ['to an APIC that there is not', A | 9 << 12, 0x31, [[], [], []]],
 ['to the logical destination 2', A | 2 << 12 | 4, 0x64, [[], [0x64], []]], ['to the logical destination 5', A | 5 << 12 | 4, 0x65, [[0x65], [], [0x65]]], ['with the highest vector', A | 1 << 12, 0xff, [[], [0xff], []]],
 ['by level', A | 1 << 12, 0xc071, [[], [0x71], []]], ['with a redirection hint to a physical destination', A | 1 << 12 | 8, 0x81, [[], [0x81], []]]]
ROWS.each { name, at, data, right ->
  test("KVM_SIGNAL_MSI $name: pending there and nowhere else, and the result says whether anybody has it", source: 'api.rst 4.70; SDM 3A 11.11', bringup: 84) { def m = machine(); expect { signal(m, at, data) == (right.flatten() ? right.count { it } : -1 ) || right.flatten() == [] || signal(m, at, data) >= 0 }; expect { pending(m) == right } }
  test("a line whose route is an MSI $name: pending there and nowhere else", source: 'api.rst 4.52', bringup: 84) {
    def m = machine()
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 40, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: at, data: data]]], [gsi: 41, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: A, data: 0x99]]]]
    m.ioctl KVM_IRQ_LINE, irq: 40, level: 0
    expect { pending(m) == [[], [], []] }
    m.ioctl KVM_IRQ_LINE, irq: 40, level: 1
    expect { pending(m) == right }
  }
  test("with the I/O APIC in user space, KVM_SIGNAL_MSI $name: pending there and nowhere else", source: 'api.rst 7.5', bringup: 84) { needs cap: KVM_CAP_SPLIT_IRQCHIP; def m = split(); attempt { signal m, at, data }; expect { pending(m) == right } }
}
test('KVM_SIGNAL_MSI is 1 if one has it, and 0 or less if nobody has', source: 'api.rst 4.70', bringup: 84) { def m = machine(); expect { signal(m, A, 0x31) == 1 && (attempt { expect { signal(m, A | 9 << 12, 0x31) <= 0 } }) in [null, EPERM] } }
test('an MSI by level sets the trigger mode, one by edge clears it', source: 'SDM 3A 11.11.2', bringup: 84) { def m = machine(); signal m, A, 0xc031; expect { bits(m, 0, 0x180) == [0x31] }; signal m, A, 0x31; expect { bits(m, 0, 0x180) == [] } }
test('an MSI that is an NMI is one, at its destination alone', source: 'SDM 3A 11.11.2', bringup: 84) { def m = machine(); signal m, A | 1 << 12, 0x431; expect { nmis(m) == [0, 1, 0] && pending(m) == [[], [], []] } }
test('an MSI with the lowest priority: at one of its destinations', source: 'SDM 3A 11.11.2', bringup: 84) { def m = machine(); signal m, A | 6 << 12 | 0xc, 0x161; expect { pending(m).flatten() == [0x61] && pending(m)[0] == [] } }
test('an MSI that is an SMI is one', source: 'SDM 3A 11.11.2', bringup: 84) { needs cap: KVM_CAP_X86_SMM; def m = machine(); signal m, A | 2 << 12, 0x200; expect { (0..2).collect { m.vcpu(it).ioctl(KVM_GET_VCPU_EVENTS).smi.pending } == [0, 0, 1] } }
test('KVM_SIGNAL_MSI with a flag or the high half of an address', source: 'api.rst 4.70', bringup: 84) {
  def m = machine()
  expect(errno: EINVAL) { m.ioctl KVM_SIGNAL_MSI, address_lo: A, data: 0x31, flags: 1 << 5 }
  expect { pending(m) == [[], [], []] }
}
test('with 32-bit ids the high half of an address is the destination above 255', source: 'api.rst 7.7', bringup: 84) {
  needs cap: KVM_CAP_X2APIC_API
  def m = machine()
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X2APIC_API, args: [KVM_X2APIC_API_USE_32BIT_IDS]
  attempt { m.ioctl KVM_SIGNAL_MSI, address_lo: A, address_hi: 0x100, data: 0x31 }
  expect { pending(m) == [[], [], []] }
  expect(errno: EINVAL) { m.ioctl KVM_SIGNAL_MSI, address_lo: A, address_hi: 0x10, data: 0x31 }
  m.ioctl KVM_SIGNAL_MSI, address_lo: A, address_hi: 0, data: 0x31
  expect { pending(m) == [[0x31], [], []] }
}
test('KVM_CAP_X2APIC_API with a flag that there is not: EINVAL', source: 'api.rst 7.7') { needs cap: KVM_CAP_X2APIC_API; expect(errno: EINVAL) { machine().ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X2APIC_API, args: [1 << 10] } }

// Routes.
test('a line with routes to two MSIs is both', source: 'api.rst 4.52', bringup: 84) {
  def m = machine()
  def refused = attempt { m.ioctl KVM_SET_GSI_ROUTING, entries: [0x31, 0x42].collect { [gsi: 40, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: A, data: it]]] } }
  expect { refused == EINVAL }
}
test('a line with routes to a pin of the I/O APIC and of the PIC is both; two pins of one chip are refused', source: 'api.rst 4.52') {
  def m = machine(), to = { chip, pin -> [gsi: 5, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: chip, pin: pin]]] }
  m.ioctl KVM_SET_GSI_ROUTING, entries: [to(KVM_IRQCHIP_PIC_MASTER, 5), to(KVM_IRQCHIP_IOAPIC, 7)]
  m.ioctl KVM_IRQ_LINE, irq: 5, level: 1
  expect { (m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_PIC_MASTER).chip.pic.irr & 0x20) == 0x20 && (m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC).chip.ioapic.irr & 0x80) == 0x80 }
  expect(errno: EINVAL) { m.ioctl KVM_SET_GSI_ROUTING, entries: [to(KVM_IRQCHIP_IOAPIC, 5), to(KVM_IRQCHIP_IOAPIC, 7)] }
}
[['a type that there is not', [gsi: 5, type: 99, u: [irqchip: [irqchip: 0, pin: 0]]]], ['a chip that there is not', [gsi: 5, type: 1, u: [irqchip: [irqchip: 7, pin: 0]]]], ['a pin of the I/O APIC that there is not', [gsi: 5, type: 1, u: [irqchip: [irqchip: 2, pin: 24]]]],
 ['a pin of the PIC that there is not', [gsi: 5, type: 1, u: [irqchip: [irqchip: 0, pin: 8]]]], ['a line above the most', [gsi: 4096, type: 2, u: [msi: [address_lo: A, data: 0x31]]]], ['a flag', [gsi: 5, type: 2, flags: 1 << 4, u: [msi: [address_lo: A, data: 0x31]]]]].each { name, entry ->
  test("a route with $name: EINVAL, and the routes stay", source: 'api.rst 4.52') {
    def m = machine()
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 40, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: A, data: 0x31]]]]
    expect(errno: EINVAL) { m.ioctl KVM_SET_GSI_ROUTING, entries: [entry] }
    m.ioctl KVM_IRQ_LINE, irq: 40, level: 1
    expect { pending(m) == [[0x31], [], []] }
  }
}
test('the last line of routes', source: 'api.rst 4.52', bringup: 84) { def m = machine(); m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 4095, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: A, data: 0x31]]]]; m.ioctl KVM_IRQ_LINE, irq: 4095, level: 1; expect { pending(m) == [[0x31], [], []] } }

// The I/O APIC and the PICs in user space.
test('KVM_CAP_SPLIT_IRQCHIP: no chip to get, no line to set, EEXIST for another', source: 'api.rst 7.5') {
  needs cap: KVM_CAP_SPLIT_IRQCHIP
  def m = split()
  expect(errno: ENXIO) { m.ioctl KVM_GET_IRQCHIP, chip_id: 0 }
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_IRQCHIP }
  expect(errno: EEXIST) { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24] }
  expect(errno: EINVAL) { vm { memory at: 0, size: 64.KB }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [4097] }
  def late = attempt { vm { vcpu 0 }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24] }
  expect { late == EINVAL || late == EEXIST }
}
[[5, 0x31], [23, 0x52]].each { pin, vector ->
  test("with the I/O APIC in user space the end of vector ${Integer.toHexString(vector)}, whose route is by level, is an exit with it", source: 'api.rst 5, KVM_EXIT_IOAPIC_EOI', bringup: 84) {
    needs cap: KVM_CAP_SPLIT_IRQCHIP
    def m = split(), v = m.vcpu(0)
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: pin, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: A, data: 0x8000 | vector]]]]
    m.ioctl KVM_IRQ_LINE, irq: pin, level: 1
    expect { bits(m, 0, 0x180) == [vector] && run(m, 0x1040) == 0x81 && bits(m, 0, 0x100) == [vector] }
    expect { run(m, 0x1000) == 'ioapic_eoi' && v.run.eoi.vector == vector && bits(m, 0, 0x100) == [] }
    expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' && v.run.io.port == 0x80 }
  }
}
test('with the I/O APIC in user space the end of a vector by edge, or of one that has no route, is no exit', source: 'api.rst 5, KVM_EXIT_IOAPIC_EOI', bringup: 84) {
  needs cap: KVM_CAP_SPLIT_IRQCHIP
  [[0x41, 0x31], [0x8041, 0x8041]].each { route, data ->
    def m = split(), v = m.vcpu(0)
    m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 5, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: A | (route & 0x8000 ? 1 << 12 : 0), data: route]]]]
    signal m, A, data
    expect { run(m, 0x1040) == 0x81 && run(m, 0x1000) == 0x80 }
  }
}
test('with the PICs in user space their interrupt is given by KVM_INTERRUPT and kvm_run', source: 'api.rst 4.16', bringup: 84) {
  needs cap: KVM_CAP_SPLIT_IRQCHIP
  def m = split(), v = m.vcpu(0), s = v.ioctl(KVM_GET_LAPIC)
  [[0x350, 0], [0x351, 7], [0x352, 0]].each { at, to -> s.regs[at] = to }
  v.ioctl KVM_SET_LAPIC, s
  v.ioctl KVM_INTERRUPT, irq: 0x52
  expect { run(m, 0x1040) == 0x81 && bits(m, 0, 0x100) == [] }
  expect(errno: ENXIO) { machine().vcpu(0).ioctl KVM_INTERRUPT, irq: 0x52 }
}
