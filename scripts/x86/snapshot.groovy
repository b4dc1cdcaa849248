// A guest counts in memory and in registers; a snapshot brings it back to where it was, and it counts the same again. Which pages it wrote is asked besides.
//   kvmsh scripts/x86/snapshot.groovy
//   kvmsh -b qemu:x86_64 scripts/x86/snapshot.groovy

needs boards: 'x86_64'

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    40                    # again: inc %ax
    a3 00 30              # mov %ax, 0x3000
    e6 80                 # out %al, $0x80
    eb f8                 # jmp again
  '''
  vcpu(0) { real 0x1000; regs rax: 0 }
}

m.run until: io, within: 20.s
expect { m.dirty() == [] }
def first = m.snapshot()
println first

def counted = m.regs.rax
3.times { m.run until: io, within: 20.s }
expect { m.regs.rax == counted + 3 }
expect { m.dirty() == [0x3000] }
m.reg cr4: 0x20

m.restore first
expect { m.regs.rax == counted }
expect { m.reg('cr4') == 0 }
m.run until: io, within: 20.s
expect { m.regs.rax == counted + 1 }
expect { m.dirty() == [0x3000] }
expect { m.dirty() == [] }
