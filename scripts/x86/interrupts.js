// Interrupts into a guest that halts in between: a line, an eventfd behind a line, an NMI; and its notifications by an eventfd, which are no exits.
//   kvmsh scripts/x86/interrupts.js
//   kvmsh -b qemu:x86_64 scripts/x86/interrupts.js

needs({boards: 'x86_64'})
needs({cap: KVM_CAP_IRQCHIP})

const got = []

const m = vm({
  ioctl: KVM_CREATE_IRQCHIP,
  memory: {at: 0, size: KB(64)},
  load: [
    // The interrupt vectors: 2 is the NMI, 0x21 and 0x23 the PIC's lines 1 and 3.
    {at: 0x08, hex: '00 21 00 00'},
    {at: 0x84, hex: '20 21 00 00'},
    {at: 0x8c, hex: '40 21 00 00'},
    {at: 0x1000, hex: `
      b0 11 e6 20           # mov $0x11, %al; out %al, $0x20   the PIC starts at vector 0x20
      b0 20 e6 21
      b0 04 e6 21
      b0 01 e6 21
      b0 f5 e6 21           # and lets lines 1 and 3 through
      e6 60                 # out %al, $0x60
      fb                    # again: sti
      f4                    # hlt
      eb fc                 # jmp again
    `},
    {at: 0x2100, hex: 'b0 02 e6 80 cf'},                   // mov $2, %al; out %al, $0x80; iret
    {at: 0x2120, hex: 'b0 20 e6 20 b0 21 e6 80 cf'},       // the PIC hears the interrupt's end, then mov $0x21, %al; out %al, $0x80; iret
    {at: 0x2140, hex: 'b0 20 e6 20 b0 23 e6 80 cf'},
  ],
  vcpu: {real: 0x1000, regs: {rsp: 0x8000}},
  on: {io: 0x80, do: e => { got.push(e.value) }},
})

const ready = m.ioeventfd({io: 0x60, length: 1})
const line3 = m.irqfd({gsi: 3})

// The guest says when it is ready; then it halts, inside KVM_RUN, until its time is over.
m.run({until: timeout, within: seconds(2)})
expect(() => ready.count == 1)
expect(() => ready.count == 0)

m.irq({gsi: 1})
m.irq({gsi: 1, level: 0})
m.run({until: () => got.join() == '33', within: seconds(20)})

line3.signal()
m.run({until: () => got.join() == '33,35', within: seconds(20)})

m.nmi()
m.run({until: () => got.join() == '33,35,2', within: seconds(20)})
expect(() => got.join() == '33,35,2')
