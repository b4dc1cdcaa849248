// A riscv64 guest, instruction by instruction: a breakpoint, steps, and a snapshot that brings it back. KVM makes no single steps here, so kvmsh puts an
// ebreak wherever the guest can go next.
//   kvmsh -b qemu:riscv64 scripts/riscv/debug.groovy

needs boards: 'riscv64'
needs cap: KVM_CAP_SET_GUEST_DEBUG

def m = vm {
  memory at: 0x80000000, size: 64.KB
  load at: 0x80000000, hex: '''
    13 05 50 00         # li   a0, 5
    13 05 f5 ff         # again: addi a0, a0, -1
    e3 1e 05 fe         # bnez a0, again
    93 05 70 00         # li   a1, 7
    01 00               # nop of two bytes
    13 06 00 00         # li   a2, 0
    6f 00 00 00         # j    .
  '''
  vcpu(0) { start 0x80000000; regs a1: 0 }
}

m.breakpoint at: 0x8000000c
expect { m.run(within: 20.s).exit == debug }
expect { m.regs.pc == 0x8000000c }
expect { m.regs.a0 == 0 }

def there = m.snapshot()
println there
println m.step().detail
expect { m.regs.a1 == 7 }
m.run steps: 2, within: 20.s
expect { m.regs.pc == 0x80000016 }

m.restore there
expect { m.regs.pc == 0x8000000c }
expect { m.regs.a1 == 0 }
expect { m.step().detail.contains('0x80000010') }

m.regs.pc = 0x80000000
m.breakpoint remove: 0x8000000c
def way = []
7.times { m.step(); way << (m.regs.pc & 0xff) }
expect { way == [4, 8, 4, 8, 4, 8, 4] }
