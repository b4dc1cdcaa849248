// Interrupts into a guest that halts in between: a line, an eventfd behind a line, an NMI; and its notifications by an eventfd, which are no exits.
//   kvmsh scripts/x86/interrupts.groovy
//   kvmsh -b qemu:x86_64 scripts/x86/interrupts.groovy

needs boards: 'x86_64'
needs cap: KVM_CAP_IRQCHIP

def got = []

def m = vm {
  ioctl KVM_CREATE_IRQCHIP
  memory at: 0, size: 64.KB
  // The interrupt vectors: 2 is the NMI, 0x21 and 0x23 the PIC's lines 1 and 3.
  load at: 0x08, hex: '00 21 00 00'
  load at: 0x84, hex: '20 21 00 00'
  load at: 0x8c, hex: '40 21 00 00'
  load at: 0x1000, hex: '''
    b0 11 e6 20           # mov $0x11, %al; out %al, $0x20   the PIC starts at vector 0x20
    b0 20 e6 21
    b0 04 e6 21
    b0 01 e6 21
    b0 f5 e6 21           # and lets lines 1 and 3 through
    e6 60                 # out %al, $0x60
    fb                    # again: sti
    f4                    # hlt
    eb fc                 # jmp again
  '''
  load at: 0x2100, hex: 'b0 02 e6 80 cf'                   // mov $2, %al; out %al, $0x80; iret
  load at: 0x2120, hex: 'b0 20 e6 20 b0 21 e6 80 cf'       // the PIC hears the interrupt's end, then mov $0x21, %al; out %al, $0x80; iret
  load at: 0x2140, hex: 'b0 20 e6 20 b0 23 e6 80 cf'
  vcpu(0) { real 0x1000; regs rsp: 0x8000 }
  on(io: 0x80) { e -> got << e.value }
}

def ready = m.ioeventfd io: 0x60, length: 1
def line3 = m.irqfd gsi: 3

// The guest says when it is ready; then it halts, inside KVM_RUN, until its time is over.
m.run until: timeout, within: 2.s
expect { ready.count == 1 }
expect { ready.count == 0 }

m.irq gsi: 1
m.irq gsi: 1, level: 0
m.run until: { got == [0x21] }, within: 20.s

line3.signal()
m.run until: { got == [0x21, 0x23] }, within: 20.s

m.nmi()
m.run until: { got == [0x21, 0x23, 2] }, within: 20.s
expect { got == [0x21, 0x23, 2] }
