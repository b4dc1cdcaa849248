// A guest with the interrupt controllers and the timer of a PC in the kernel: three ticks of the 8254 through the 8259, and no exit for any of them.
//   kvmsh scripts/x86/irqchip.groovy
//
// With an interrupt controller in the kernel, hlt is the kernel's own too: it waits there for the next interrupt and is no exit.

needs boards: 'x86_64'
needs cap: KVM_CAP_PIT2

test('three ticks of the timer') {
  def m = vm {
    irqchip
    pit
    memory at: 0, size: 64.KB
    load at: 0x1000, hex: '''
      b0 11 e6 20         # mov $0x11, %al; out %al, $0x20  the PIC: edge, cascaded, four words
      b0 20 e6 21         # mov $0x20, %al; out %al, $0x21  its vectors begin at 0x20
      b0 04 e6 21         # mov $4, %al; out %al, $0x21
      b0 01 e6 21         # mov $1, %al; out %al, $0x21
      b0 fe e6 21         # mov $0xfe, %al; out %al, $0x21  the timer's interrupt alone
      c7 06 80 00 00 11   # mov word [0x80], 0x1100
      c7 06 82 00 00 00   # mov word [0x82], 0
      b0 34 e6 43         # mov $0x34, %al; out %al, $0x43  the timer: rate generator
      b0 00 e6 40         # mov $0, %al; out %al, $0x40
      b0 10 e6 40         # mov $0x10, %al; out %al, $0x40  291 times a second
      bc 00 80            # mov $0x8000, %sp
      fb                  # sti
      f4                  # hlt
      eb fd               # jmp to the hlt
    '''
    load at: 0x1100, hex: '''
      b0 20 e6 20         # mov $0x20, %al; out %al, $0x20  end of interrupt
      fe c3               # inc %bl
      80 fb 03            # cmp $3, %bl
      75 02               # jne over the out
      e6 f4               # out %al, $0xf4                  the first thing that kvmsh hears of
      cf                  # iret
    '''
    vcpu(0) { real 0x1000; regs rbx: 0 }
  }
  def end = m.run within: 20.s
  expect { end.exit == io }
  expect { end.exits == 1 }
  expect { m.regs.rbx == 3 }
}

test('with the I/O APIC in user space hlt is the kernel\'s as well') {
  def m = vm { splitIrqchip; memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }
  expect { m.run(within: 200.ms).exit == timeout }
}

test('there is one interrupt controller: EEXIST') { expect(errno: EEXIST) { vm { irqchip; splitIrqchip } } }
