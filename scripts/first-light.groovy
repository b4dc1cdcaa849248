// A 16-bit guest prints a line on the first serial port, adds two registers and halts.

needs boards: 'x86_64'

def text = new StringBuilder()

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    01 d8           # add  %bx, %ax
    89 c1           # mov  %ax, %cx
    be 15 10        # mov  $0x1015, %si
    ba f8 03        # mov  $0x3f8, %dx
    ac              # next: lodsb
    84 c0           # test %al, %al
    74 03           # jz   done
    ee              # out  %al, %dx
    eb f8           # jmp  next
    89 c8           # done: mov %cx, %ax
    f4              # hlt
    66 69 72 73 74 20 6c 69 67 68 74 0a 00   # "first light", newline, 0
  '''
  vcpu(0) { real 0x1000; regs rax: 40, rbx: 2 }
  on(io: 0x3f8) { e -> text << e.text }
}

m.run until: hlt, within: 20.s
print text
expect { m.vcpu(0).regs.rax == 42 }
expect { text.toString() == 'first light\n' }
