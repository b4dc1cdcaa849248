// The I/O APIC through its registers: the effect of each field of a redirection entry on the delivered interrupt, level interrupts and their EOI, masks, reads
// of 8 and 4 bytes; and the two PICs through their ports: priorities, masks, EOI modes, spurious interrupts, polls.
//   kvmsh test scripts/suite/x86/ioapic.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/ioapic.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IRQCHIP
needs asm: x86_64

// A list of [0, port], [1, port, value], [2, address], [3, address, value]; what is read is stored.
def SEEN = 0x3000, LIST = 0x2000, CODE = 0x1000, COUNT = 3
def code = asm(x86_64, at: CODE, """
         mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; mov %eax, %ebx; cmp \$-1, %eax; je done
         lodsl; mov %eax, %edx; mov %rax, %rcx
         cmp \$1, %ebx; je write; ja memory
         xor %eax, %eax; in %dx, %al; stosl; jmp next
  write: lodsl; out %al, %dx; jmp next
  memory: cmp \$3, %ebx; je store
         mov (%rcx), %eax; stosl; jmp next
  store: lodsl; mov %eax, (%rcx); jmp next
  done:  out %al, \$0x80; hlt
  .org 0x200
  taken: mov \$0x55, %ebp; out %al, \$0x81; hlt
  .org 0x300
  on:    sti; mov \$3000, %ecx; 1: pause; dec %ecx; jnz 1b; cli; nop; out %al, \$0x80; hlt
""")
def machine = {
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000; vectors((0x20..0xff).collectEntries { [it, CODE + 0x200] }); regs rsp: 0x9000 }
    vcpu 1
    vcpu 2
  }
  COUNT.times { n ->
    def s = m.vcpu(n).ioctl KVM_GET_LAPIC
    [[0xf0, 0xff], [0xf1, 1], [0xd3, 1 << n]].each { at, to -> s.regs[at] = to }
    m.vcpu(n).ioctl KVM_SET_LAPIC, s
    m.vcpu(n).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
  }
  [KVM_IRQCHIP_PIC_MASTER, KVM_IRQCHIP_PIC_SLAVE].each { id ->       // the same lines end at the PICs, which are the first local line after reset
    def s = m.ioctl KVM_GET_IRQCHIP, chip_id: id
    s.chip.pic.imr = 0xff
    m.ioctl KVM_SET_IRQCHIP, s
  }
  m
}
def run = { m, at, port -> m.reg rip: at, rsp: 0x9000, rflags: 2; def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s; expect { e.name == 'io' && m.vcpu(0).run.io.port == port } }
def play = { m, list ->
  m.mem LIST, u32: list.flatten() + [0xffffffffL]
  run m, CODE, 0x80
  (0..<list.count { it[0] in [0, 2] }).collect { m.mem(SEEN + 4 * it, 4).u32(0) }
}
def A = 0xfec00000L, pinWrite = { n, long bits -> [[3, A, 0x10 + 2 * n], [3, A + 0x10, bits & 0xffffffffL], [3, A, 0x11 + 2 * n], [3, A + 0x10, bits >>> 32]] }
def pinRead = { m, n -> def (low, high) = play(m, [[3, A, 0x10 + 2 * n], [2, A + 0x10], [3, A, 0x11 + 2 * n], [2, A + 0x10]]); (high as long) << 32 | low }
def line = { m, n, level -> m.ioctl KVM_IRQ_LINE, irq: n, level: level }
def bits = { m, cpu, at -> def s = m.vcpu(cpu).ioctl(KVM_GET_LAPIC); (0..255).findAll { s.regs[at + 0x10 * (it >> 5) + (it >> 3 & 3)] & 1 << (it & 7) } }
def pending = { m -> (0..<COUNT).collect { bits m, it, 0x200 } }
def isr = { m, cpu = 0 -> bits m, cpu, 0x100 }
def eoi = { m -> play m, [[3, 0xfee000b0L, 0]] }

// Each field of a redirection.
[0x31, 0x7a, 0xfe].each { vector -> test("vector ${Integer.toHexString(vector)} of a redirection is the one that arrives", source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(5, vector); line m, 5, 1; expect { pending(m) == [[vector], [], []] } } }
(0..2).each { n -> test("a redirection to the physical destination $n arrives there alone", source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(6, 0x41 | (n as long) << 56); line m, 6, 1; expect { pending(m) == (0..2).collect { it == n ? [0x41] : [] } } } }
[1, 2, 4, 5, 6, 7].each { mask -> test("a redirection to the logical destination $mask arrives at those", source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(7, 0x51 | 0x800 | (mask as long) << 56); line m, 7, 1; expect { pending(m) == (0..2).collect { mask >> it & 1 ? [0x51] : [] } } } }
test('a redirection to the destination ff arrives at all', source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(7, 0x52 | 0xffL << 56); line m, 7, 1; expect { pending(m) == [[0x52]] * 3 } }
test('a redirection with the lowest priority arrives at one', source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(7, 0x53 | 0x900 | 7L << 56); line m, 7, 1; expect { pending(m).flatten() == [0x53] } }
test('a redirection that is an NMI is one', source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(8, 0x400 | 0x31 | 1L << 56); line m, 8, 1; expect { (0..2).collect { m.vcpu(it).ioctl(KVM_GET_VCPU_EVENTS).nmi.pending } == [0, 1, 0] && pending(m) == [[], [], []] } }
test('a redirection that is an INIT sends its vCPU back', source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(8, 0x500 | 1L << 56); line m, 8, 1; expect { m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state != KVM_MP_STATE_RUNNABLE || m.vcpu(1).ioctl(KVM_GET_VCPU_EVENTS).smi.latched_init == 0 } }
test('a redirection that is masked does not arrive; an edge meanwhile is lost or kept, and a level arrives when it is unmasked', source: 'I/O APIC 3.2.4', bringup: 81) {
  def m = machine()
  play m, pinWrite(9, 0x18061)
  line m, 9, 1
  expect { pending(m) == [[], [], []] }
  play m, [[3, A, 0x22], [3, A + 0x10, 0x8061]]
  expect { pending(m) == [[0x61], [], []] && (pinRead(m, 9) & 0x4000) == 0x4000 }
}
test('an edge arrives once for each rise, and not for a fall', source: 'I/O APIC 3.2.4', bringup: 81) {
  def m = machine()
  play m, pinWrite(10, 0x62)
  2.times {
    line m, 10, 1
    expect { pending(m)[0] == [0x62] && (pinRead(m, 10) & 0x4000) == 0 }
    run m, CODE + 0x300, 0x81
    eoi m
    line m, 10, 1
    expect { pending(m)[0] == [] }
    line m, 10, 0
    expect { pending(m)[0] == [] }
  }
}
test('a level: remote IRR is set until the end, then the interrupt comes again while the line is up', source: 'I/O APIC 3.2.4', bringup: 81) {
  def m = machine()
  play m, pinWrite(11, 0x8063)
  expect { (pinRead(m, 11) & 0x4000) == 0 }
  line m, 11, 1
  expect { pending(m)[0] == [0x63] && (pinRead(m, 11) & 0x4000) == 0x4000 && bits(m, 0, 0x180) == [0x63] }
  run m, CODE + 0x300, 0x81
  expect { isr(m) == [0x63] && pending(m)[0] == [] }
  eoi m
  expect { isr(m) == [] && pending(m)[0] == [0x63] && (pinRead(m, 11) & 0x4000) == 0x4000 }
  run m, CODE + 0x300, 0x81
  line m, 11, 0
  expect { (pinRead(m, 11) & 0x4000) == 0x4000 }
  eoi m
  expect { pending(m)[0] == [] && (pinRead(m, 11) & 0x4000) == 0 }
}
test('the end of another vector leaves remote IRR', source: 'I/O APIC 3.2.4', bringup: 81) {
  def m = machine()
  play m, pinWrite(11, 0x8063) + pinWrite(12, 0x8074)
  line m, 11, 1
  line m, 12, 1
  run m, CODE + 0x300, 0x81
  line m, 12, 0
  eoi m
  expect { (pinRead(m, 12) & 0x4000) == 0 && (pinRead(m, 11) & 0x4000) == 0x4000 }
}
test('the guest cannot set delivery status and remote IRR', source: 'I/O APIC 3.2.4', bringup: 81) { def m = machine(); play m, pinWrite(13, 0x1d031); expect { (pinRead(m, 13) & 0x5000) == 0 } }
test('a redirection that becomes an edge loses its remote IRR', source: 'ioapic.c, ioapic_write_indirect', bringup: 81) {
  def m = machine()
  play m, pinWrite(14, 0x8064)
  line m, 14, 1
  expect { (pinRead(m, 14) & 0x4000) == 0x4000 }
  play m, [[3, A, 0x2c], [3, A + 0x10, 0x10064]]
  expect { (pinRead(m, 14) & 0x4000) == 0 }
}
test('the register behind the selection is that of the last selection, and an unknown one is 0', source: 'I/O APIC 3.1', bringup: 81) {
  def m = machine()
  expect { play(m, [[3, A, 1], [2, A], [2, A + 0x10], [3, A, 0x50], [2, A + 0x10], [2, A + 8]])[0] == 1 }
  expect { play(m, [[3, A, 1], [2, A + 0x10], [3, A, 2], [2, A + 0x10]]).withIndex().every { x, i -> i == 0 ? (x & 0xff00ff) == 0x170011 : x == 0 || (x >> 24 & 0xf) >= 0 } }
}
test('the id is kept in bits 24 to 27', source: 'I/O APIC 3.2.1', bringup: 81) { def m = machine(); expect { play(m, [[3, A, 0], [3, A + 0x10, 0xff000000L], [2, A + 0x10]]) == [0x0f000000] } }
test('KVM_IRQ_LINE with a level of two sources: the line is down when both are', source: 'api.rst 4.25', bringup: 81) {
  def m = machine()
  play m, pinWrite(15, 0x8065)
  m.ioctl KVM_SET_GSI_ROUTING, entries: [15, 30].collect { [gsi: it, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: KVM_IRQCHIP_IOAPIC, pin: 15]]] }
  line m, 15, 1
  run m, CODE + 0x300, 0x81
  line m, 15, 0
  eoi m
  expect { pending(m)[0] == [] && (pinRead(m, 15) & 0x4000) == 0 }
}
test('KVM_IRQ_LINE_STATUS: 1 if it is delivered, 0 if it is merged with one that is pending, -1 if it is masked', source: 'ioapic.c, ioapic_set_irq', bringup: 81) {
  def m = machine(), status = { n, level -> m.ioctl(KVM_IRQ_LINE_STATUS, irq: n, level: level).irq as int }
  m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 20, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: KVM_IRQCHIP_IOAPIC, pin: 20]]]]
  play m, pinWrite(20, 0x66)
  expect { status(20, 1) == 1 && status(20, 1) == 0 }
  play m, pinWrite(20, 0x18066)
  line m, 20, 0
  expect { status(20, 1) == -1 }
}

// The PICs. Their output is the first local line of vCPU 0, which is ExtINT.
def pics = { more = [] ->
  def m = machine(), s = m.vcpu(0).ioctl(KVM_GET_LAPIC)
  [[0x350, 0], [0x351, 7], [0x352, 0]].each { at, to -> s.regs[at] = to }
  m.vcpu(0).ioctl KVM_SET_LAPIC, s
  m.ioctl KVM_SET_GSI_ROUTING, entries: (0..15).collect { [gsi: it, type: KVM_IRQ_ROUTING_IRQCHIP, u: [irqchip: [irqchip: it < 8 ? KVM_IRQCHIP_PIC_MASTER : KVM_IRQCHIP_PIC_SLAVE, pin: it % 8]]] }
  play m, [[1, 0x20, 0x11], [1, 0x21, 0x40], [1, 0x21, 4], [1, 0x21, 1], [1, 0xa0, 0x11], [1, 0xa1, 0x48], [1, 0xa1, 2], [1, 0xa1, 1], [1, 0x21, 0], [1, 0xa1, 0]] + more
  m
}
// The vector that the guest takes next: its handler's frame does not tell it, so that the PIC's register in service does.
def service = { m -> play m, [[1, 0x20, 0x0b], [0, 0x20], [1, 0xa0, 0x0b], [0, 0xa0]] }
def request = { m -> play m, [[1, 0x20, 0x0a], [0, 0x20], [1, 0xa0, 0x0a], [0, 0xa0]] }
def takes = { m -> run m, CODE + 0x300, 0x81; service m }
def none = { m -> run m, CODE + 0x300, 0x80 }
[0, 1, 3, 7].each { n ->
  test("line $n of the first PIC: requested, in service when it is taken, and not again before its end", source: '8259A', bringup: 81) {
    def m = pics()
    line m, n, 1
    expect { request(m) == [1 << n, 0] && takes(m) == [1 << n, 0] && request(m) == [0, 0] }
    line m, n, 0
    line m, n, 1
    none m
    play m, [[1, 0x20, 0x20]]
    expect { service(m) == [0, 0] && takes(m) == [1 << n, 0] }
  }
}
[8, 11, 15].each { n ->
  test("line $n, of the second PIC: in service at both, and each ends its own", source: '8259A', bringup: 81) {
    def m = pics()
    line m, n, 1
    expect { takes(m) == [4, 1 << n - 8] }
    play m, [[1, 0xa0, 0x20]]
    expect { service(m) == [4, 0] }
    play m, [[1, 0x20, 0x20]]
    expect { service(m) == [0, 0] }
  }
}
test('of two lines the one with the lower number is taken first, and the other after its end', source: '8259A', bringup: 81) {
  def m = pics()
  [5, 3].each { line m, it, 1 }
  expect { takes(m) == [8, 0] }
  none m
  play m, [[1, 0x20, 0x20]]
  expect { takes(m) == [0x20, 0] }
}
test('a line with a lower number interrupts one in service', source: '8259A', bringup: 81) { def m = pics(); line m, 5, 1; takes m; line m, 3, 1; expect { takes(m) == [0x28, 0] } }
test('a line of the mask is requested and not taken', source: '8259A', bringup: 81) { def m = pics(); play m, [[1, 0x21, 0x08]]; line m, 3, 1; expect { request(m) == [8, 0] }; none m; play m, [[1, 0x21, 0]]; expect { takes(m) == [8, 0] } }
test('a specific end ends that line', source: '8259A', bringup: 81) { def m = pics(); line m, 5, 1; takes m; line m, 3, 1; takes m; play m, [[1, 0x20, 0x65]]; expect { service(m) == [8, 0] }; play m, [[1, 0x20, 0x20]]; expect { service(m) == [0, 0] } }
test('an end with rotation makes the line the last', source: '8259A', bringup: 81) { def m = pics(); line m, 3, 1; takes m; play m, [[1, 0x20, 0xa0]]; [3, 5].each { line m, it, 0; line m, it, 1 }; expect { takes(m) == [0x20, 0] } }
test('the priority command makes the line the last', source: '8259A', bringup: 81) { def m = pics([[1, 0x20, 0xc2]]); [1, 3].each { line m, it, 1 }; expect { takes(m) == [8, 0] } }
test('with automatic end nothing stays in service', source: '8259A', bringup: 81) { def m = pics([[1, 0x20, 0x11], [1, 0x21, 0x40], [1, 0x21, 4], [1, 0x21, 3], [1, 0x21, 0]]); line m, 3, 1; expect { takes(m) == [0, 0] } }
test('a poll takes the highest request, ends it and tells its number', source: '8259A; i8259.c, pic_poll_read', bringup: 81) { def m = pics([[1, 0x21, 0]]); [6, 4].each { line m, it, 1 }; expect { (play(m, [[1, 0x20, 0x0c], [0, 0x20]])[0] & 7) == 4 && request(m) == [0x40, 0] && service(m) == [0, 0] } }
test('in special fully nested mode the second PIC interrupts itself', source: '8259A', bringup: 81) {
  [[0x11, [4, 2]], [1, null]].each { icw4, right ->
    def m = pics([[1, 0x20, 0x11], [1, 0x21, 0x40], [1, 0x21, 4], [1, 0x21, icw4], [1, 0x21, 0]])
    line m, 11, 1
    takes m
    line m, 9, 1
    if (right) expect { takes(m) == [4, 0xa] }
    else none m
  }
}
test('a level that falls before it is taken is no request; an edge that is taken is none either', source: '8259A', bringup: 81) {
  def m = pics([[1, 0x4d0, 0x20]])
  line m, 5, 1
  expect { request(m) == [0x20, 0] }
  line m, 5, 0
  expect { request(m) == [0, 0] }
  line m, 5, 1
  expect { takes(m) == [0x20, 0] && request(m) == [0x20, 0] }
}
test('initialization clears the mask and requests by edge', source: '8259A', bringup: 81) {
  def m = pics()
  line m, 3, 1
  play m, [[1, 0x21, 0x77], [1, 0x20, 0x11], [1, 0x21, 0x60], [1, 0x21, 4], [1, 0x21, 1]]
  expect { play(m, [[0, 0x21]]) == [0] && request(m) == [0, 0] }
}
test('the trigger registers keep no bits of lines 0 to 2, 8 and 13', source: '8259A', bringup: 81) { expect { play(pics(), [[1, 0x4d0, 0xff], [1, 0x4d1, 0xff], [0, 0x4d0], [0, 0x4d1]]) == [0xf8, 0xde] } }
