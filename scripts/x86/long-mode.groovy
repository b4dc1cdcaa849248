// A 64-bit guest on x86: two numbers that need 64 bits are added, a line goes to the first serial port, the sum to a device at 3.25 GiB,
// which answers a read. Nothing of it is code to get there: long64 sets page tables, control registers and segments.
//   kvmsh scripts/x86/long-mode.groovy
//   kvmsh -b qemu:x86_64 scripts/x86/long-mode.groovy

needs boards: 'x86_64'

def text = new StringBuilder()
def stored = 0

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    48 01 d8            # add  %rbx, %rax
    49 89 c7            # mov  %rax, %r15
    be 00 11 00 00      # mov  $0x1100, %esi
    ba f8 03 00 00      # mov  $0x3f8, %edx
    ac                  # next: lodsb
    84 c0               # test %al, %al
    74 03               # je   done
    ee                  # out  %al, %dx
    eb f8               # jmp  next
    bb 00 00 00 d0      # done: mov $0xd0000000, %ebx
    4c 89 3b            # mov  %r15, (%rbx)
    8b 4b 08            # mov  8(%rbx), %ecx
    f4                  # hlt
  '''
  load at: 0x1100, bytes: '64 bits\n\0'.bytes
  vcpu(0) { long64 0x1000; regs rax: 0x7000000000000000, rbx: 0x0123456789abcdef }
  on(io: 0x3f8) { e -> text << e.text }
  on(mmio: 0xd0000000) { e -> stored = e.value }
  on(mmio: 0xd0000008) { 42 }
}

m.run until: hlt, within: 20.s
print text
expect { text.toString() == '64 bits\n' }
expect { m.regs.r15 == 0x7123456789abcdef }
expect { stored == 0x7123456789abcdef }
expect { m.regs.rcx == 42 }
