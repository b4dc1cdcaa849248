// The console of a riscv64 guest is SBI's DBCN: what the guest writes is m.console, and what it reads is what m.type typed.
//   kvmsh -b qemu:riscv64 scripts/riscv/console.groovy

needs boards: 'riscv64'
needs asm: riscv64
needs reg: 'sbi.dbcn'

def m = vm {
  memory at: 0x80000000, size: 64.KB
  load at: 0x80000000, asm: '''
          li    a7, 0x10             # BASE
          li    a6, 3                # is there an extension
          li    a0, 0x4442434e       # DBCN
          ecall
          mv    s1, a1
          li    a7, 0x4442434e
          li    a6, 0                # write
          li    a0, 6
          la    a1, hello
          li    a2, 0
          ecall
          mv    s2, a1               # how many were written
          li    a6, 1                # read
          li    a0, 16
          la    a1, line
          li    a2, 0
          ecall
          mv    s3, a1               # how many were read
          mv    a0, a1
          la    a1, line
          li    a2, 0
          li    a6, 0                # write them
          ecall
          li    a6, 2                # write a byte
          li    a0, '!'
          ecall
          li    a6, 0                # write from where no memory is
          li    a0, 4
          li    a1, 0x1000
          li    a2, 0
          ecall
          mv    s4, a0
          li    a7, 0x53525354       # SRST
          li    a6, 0
          li    a0, 0
          li    a1, 0
          ecall
  hello:  .ascii "hello "
  line:   .skip 16
  '''
  vcpu(0) { start 0x80000000 }
  console sbi: SBI_EXT_DBCN
}

m.type 'kernel'
m.run until: system, within: 20.s
println m.console
expect { m.console == 'hello kernel!' }
expect { m.regs.s1 == 1 }
expect { m.regs.s2 == 6 && m.regs.s3 == 6 }
expect { m.regs.s4 == SBI_ERR_INVALID_PARAM }
