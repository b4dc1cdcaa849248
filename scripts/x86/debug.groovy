// Where a guest is, instruction by instruction: breakpoints, steps, and a handler that an instruction calls.
//   kvmsh scripts/x86/debug.groovy
//
// Where the board's processor does not stop at breakpoints, as the one that QEMU emulates with SVM, kvmsh makes single steps to them.

needs boards: 'x86_64'
needs cap: KVM_CAP_SET_GUEST_DEBUG

def seen = []

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    b8 05 00        # mov $5, %ax
    48              # again: dec %ax
    75 fd           # jnz again
    bb 07 00        # mov $7, %bx
    41              # inc %cx
    41              # inc %cx
    f4              # hlt
  '''
  vcpu(0) { real 0x1000; regs rcx: 0 }
  on(debug: 0x1003) { e -> seen << e.vcpu.regs.rax }
}

m.breakpoint at: 0x1006
def end = m.run within: 20.s
expect { end.exit == debug }
expect { m.regs.rip == 0x1006 }
expect { seen == [5, 4, 3, 2, 1] }
expect { m.regs.rax == 0 }

// A breakpoint is passed by the next run; a step says where the guest is then.
println m.step().detail
expect { m.regs.rbx == 7 }
m.run steps: 2, within: 20.s
expect { m.regs.rip == 0x100b }
expect { m.regs.rcx == 2 }

m.breakpoint remove: 0x1006
m.run until: hlt, within: 20.s
expect { m.regs.rip == 0x100c }
