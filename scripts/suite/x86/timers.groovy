// Interrupts and timers of x86: the local APIC's timer in each mode, MSIs, I/O APIC lines by edge and level, the PICs, the 8254, NMIs, eventfds, routes.
//   kvmsh test scripts/suite/x86/timers.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/timers.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

def LIST = 0x2000
def VECTORS = [2, 0x31, 0x42, 0x53, 0x64, 0x75]
// The guest writes what is in its list, pairs of an address and a value, and waits with interrupts on. Each handler tells its vector at a port and ends it.
def handler = { vector -> "push %rax; mov \$$vector, %al; out %al, \$0x80; " + (vector == 2 ? '' : 'mov $0xfee000b0, %eax; movl $0, (%rax); ') + 'pop %rax; iretq' }
def code = asm(x86_64, at: 0x1000, """
        mov \$$LIST, %esi
  next: lodsl; cmp \$-1, %eax; je wait
        mov %eax, %ebx; lodsl; mov %eax, (%rbx); jmp next
  wait: sti
  again: pause; jmp again
""" + VECTORS.withIndex().collect { vector, i -> "\n.org ${0x100 * (i + 1)}\n" + handler(vector) }.join(''))
def put = { v, registers ->
  def s = v.ioctl KVM_GET_LAPIC
  registers.each { at, to -> 4.times { s.regs[at + it] = (to as long) >> 8 * it & 0xff } }
  v.ioctl KVM_SET_LAPIC, s
}
def machine = { got, list = [] ->
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    ioctl KVM_CREATE_PIT2, flags: KVM_PIT_SPEAKER_DUMMY
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors VECTORS.withIndex().collectEntries { vector, i -> [vector, 0x1100 + 0x100 * i] }; regs rsp: 0x9000 }
    on(io: 0x80) { e -> got << e.value }
  }
  put m.vcpu(0), [0xf0: 0x1ff]
  [KVM_IRQCHIP_PIC_MASTER, KVM_IRQCHIP_PIC_SLAVE].each { id ->       // the same lines end at the PICs, which are the first local line after reset
    def s = m.ioctl KVM_GET_IRQCHIP, chip_id: id
    s.chip.pic.imr = 0xff
    m.ioctl KVM_SET_IRQCHIP, s
  }
  m.mem LIST, u32: list + [0xffffffffL]
  m
}
def until = { m, got, vector, times = 1 -> m.run until: { got.count { it == vector } >= times }, within: 20.s; expect { got.count { it == vector } >= times } }
def quiet = { m, got -> def before = got.size(); m.run until: timeout, within: 300.ms; expect { got.size() == before } }
def pin = { m, n, bits -> def s = m.ioctl(KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_IOAPIC); s.chip.ioapic.redirtbl[n].bits = bits; m.ioctl KVM_SET_IRQCHIP, s }

test('a timer that the guest starts once interrupts it once, and not before its time', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got, [0xfee00320L, 0x31, 0xfee003e0L, 0xb, 0xfee00380L, 200_000_000])
  def from = System.nanoTime()
  until m, got, 0x31
  expect { System.nanoTime() - from >= 200_000_000L }
  quiet m, got
}
test('a periodic timer of the guest interrupts it again and again, and not faster than its period', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got, [0xfee00320L, 0x20031, 0xfee003e0L, 0xb, 0xfee00380L, 40_000_000])
  def from = System.nanoTime()
  until m, got, 0x31, 4
  expect { System.nanoTime() - from >= 120_000_000L }
}
test('a timer with a divisor takes that many times as long', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got, [0xfee00320L, 0x31, 0xfee003e0L, 0xa, 0xfee00380L, 3_000_000])     // by 128: 384 ms
  def from = System.nanoTime()
  until m, got, 0x31
  expect { System.nanoTime() - from >= 384_000_000L }
}
test('a timer that is masked does not interrupt', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got, [0xfee00320L, 0x10031, 0xfee003e0L, 0xb, 0xfee00380L, 1_000_000])
  quiet m, got
}
test('a timer that the guest stops does not interrupt', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got, [0xfee00320L, 0x31, 0xfee003e0L, 0xb, 0xfee00380L, 150_000_000, 0xfee00380L, 0])
  quiet m, got
}
test('a timer that KVM_SET_LAPIC starts interrupts', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  put m.vcpu(0), [0xf0: 0x1ff, 0x320: 0x31, 0x3e0: 0xb, 0x380: 50_000_000, 0x390: 50_000_000]
  until m, got, 0x31
}
test('a timer goes on in the VM that the guest is moved to', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  put m.vcpu(0), [0xf0: 0x1ff, 0x320: 0x20031, 0x3e0: 0xb, 0x380: 50_000_000, 0x390: 50_000_000]
  expect { m.moved().done }
  until m, got, 0x31, 2
}
[0x31, 0x42, 0x53, 0x64, 0x75].each { vector ->
  test("an MSI with the vector ${Integer.toHexString(vector)} arrives once", source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
    def got = [], m = machine(got)
    m.msi address: 0xfee00000, data: vector
    until m, got, vector
    quiet m, got
  }
}
test('an MSI for an APIC that there is not arrives nowhere', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  expect { m.ioctl(KVM_SIGNAL_MSI, address_lo: 0xfee07000L, data: 0x31) == 0 }
  quiet m, got
}
test('an MSI to a logical destination arrives', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  put m.vcpu(0), [0xf0: 0x1ff, 0xd0: 0x04000000, 0xe0: 0xffffffffL]
  m.msi address: 0xfee04004L, data: 0x42
  until m, got, 0x42
}
test('an MSI that is an NMI arrives as one', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) { def got = [], m = machine(got); m.msi address: 0xfee00000, data: 0x400; until m, got, 2 }
test('KVM_NMI arrives', source: 'api.rst 4.64', bringup: 80) { needs cap: KVM_CAP_USER_NMI; def got = [], m = machine(got); m.vcpu(0).ioctl KVM_NMI; until m, got, 2; quiet m, got }
test('an MSI that the task priority holds back arrives when it is lowered', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  put m.vcpu(0), [0xf0: 0x1ff, 0x80: 0x40]
  m.msi address: 0xfee00000, data: 0x31
  quiet m, got
  put m.vcpu(0), [0x80: 0x20]
  until m, got, 0x31
}
test('of two interrupts the one with the higher vector arrives first', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  [0x31, 0x75].each { m.msi address: 0xfee00000, data: it }
  until m, got, 0x31
  expect { got == [0x75, 0x31] }
}
test('an interrupt of the guest to itself arrives', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) { def got = [], m = machine(got, [0xfee00300L, 0x40053]); until m, got, 0x53; quiet m, got }

[3, 5, 23].each { n ->
  test("pin $n of the I/O APIC by edge: one interrupt for each edge", source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
    def got = [], m = machine(got)
    pin m, n, 0x42
    2.times { edge ->
      m.irq gsi: n, level: 1
      until m, got, 0x42, edge + 1
      quiet m, got
      m.irq gsi: n, level: 0
    }
    quiet m, got
  }
  test("pin $n of the I/O APIC by level: again while the line is up, and no more when it is down", source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
    def got = [], m = machine(got)
    pin m, n, 0x8042
    m.irq gsi: n, level: 1
    until m, got, 0x42, 3
    m.irq gsi: n, level: 0
    m.run until: timeout, within: 300.ms
    quiet m, got
  }
  test("pin $n of the I/O APIC that is masked: none, until it is not masked", source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
    def got = [], m = machine(got)
    pin m, n, 0x18042
    m.irq gsi: n, level: 1
    quiet m, got
    pin m, n, 0x8042
    until m, got, 0x42
  }
}
test('a line of the PIC arrives with the base and the line, and KVM_IRQ_LINE_STATUS says that it was delivered', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got)
  put m.vcpu(0), [0xf0: 0x1ff, 0x350: 0x700]
  def s = m.ioctl KVM_GET_IRQCHIP, chip_id: KVM_IRQCHIP_PIC_MASTER
  s.chip.pic.irq_base = 0x50; s.chip.pic.imr = 0xf7; s.chip.pic.auto_eoi = 1
  m.ioctl KVM_SET_IRQCHIP, s
  expect { m.ioctl(KVM_IRQ_LINE_STATUS, irq: 3, level: 1).status == 1 }
  until m, got, 0x53
}
test('the 8254 interrupts at its rate, and not faster', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  def got = [], m = machine(got), s = m.ioctl(KVM_GET_PIT2)
  pin m, 0, 0x64
  s.channels[0].mode = 2; s.channels[0].count = 59659; s.channels[0].gate = 1                         // 50 ms
  def from = System.nanoTime()
  m.ioctl KVM_SET_PIT2, s
  until m, got, 0x64, 3
  expect { System.nanoTime() - from >= 140_000_000L }
}
test('an eventfd behind a line interrupts for each signal', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  needs cap: KVM_CAP_IRQFD
  def got = [], m = machine(got)
  pin m, 7, 0x53
  def line = m.irqfd gsi: 7
  2.times { line.signal(); until m, got, 0x53, it + 1 }
  m.ioctl KVM_IRQFD, fd: line.fd, gsi: 7, flags: KVM_IRQFD_FLAG_DEASSIGN
  line.signal()
  quiet m, got
}
test('a route from a line to an MSI is taken, and only while it is there', source: 'api.rst 4.25, 4.57, 4.71', bringup: 90) {
  needs cap: KVM_CAP_IRQ_ROUTING
  def got = [], m = machine(got)
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: 0xfee00000L, data: 0x75]]]]
  m.irq gsi: 30, level: 1
  until m, got, 0x75
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: 0xfee00000L, data: 0x31]]]]
  m.irq gsi: 30, level: 1
  until m, got, 0x31
  expect { got == [0x75, 0x31] }
}
test('KVM_INTERRUPT with an APIC in the kernel: ENXIO; without one the guest takes the vector', source: 'api.rst 4.25, 4.57, 4.71') {
  expect(errno: ENXIO) { machine([]).vcpu(0).ioctl KVM_INTERRUPT, irq: 0x31 }
  def m = vm {
    memory at: 0, size: 64.KB
    load at: 4 * 0x31, hex: '00 20 00 00'
    load at: 0x1000, hex: '40 f4'
    load at: 0x2000, hex: 'b0 77 f4'            // mov $0x77, %al; hlt
    vcpu(0) { real 0x1000; regs rsp: 0x8000, rflags: 0x202 }
  }
  m.vcpu(0).ioctl KVM_INTERRUPT, irq: 0x31
  m.run until: hlt, within: 20.s
  expect { m.regs.rax == 0x77 }
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_INTERRUPT, irq: 256 }
}
