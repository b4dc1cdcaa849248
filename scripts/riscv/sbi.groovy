// SBI calls that KVM leaves to user space: the debug console, an experimental extension and the probe for it. KVM answers all others itself, and the
// reset by SRST is a system event.
//   kvmsh -b qemu:riscv64 scripts/riscv/sbi.groovy

needs boards: 'riscv64'
needs asm: riscv64
needs reg: 'sbi.dbcn'

def text = new StringBuilder()
def calls = []

def m = vm {
  memory at: 0x80000000, size: 64.KB
  load at: 0x80000000, asm: '''
          li    a7, 0x10             # BASE
          li    a6, 3                # is there an extension
          li    a0, 0x08000001
          ecall
          mv    s1, a1
          li    a7, 0x08000001       # the experimental one
          li    a6, 5
          li    a0, 40
          li    a1, 2
          ecall
          mv    s2, a0
          mv    s3, a1
          li    a7, 0x4442434e       # DBCN
          li    a6, 0                # write
          li    a0, 12
          la    a1, line
          li    a2, 0
          ecall
          mv    s4, a1
          li    a6, 2                # write a byte
          li    a0, '!'
          ecall
          li    a7, 0x54494d45       # TIME: KVM answers
          li    a6, 0
          li    a0, -1
          ecall
          mv    s5, a0
          li    a7, 0x53525354       # SRST
          li    a6, 0
          li    a0, 0
          li    a1, 0
          ecall
  line:   .ascii "debug output"
  '''
  vcpu(0) { start 0x80000000 }
  on(sbi: SBI_EXT_BASE) { e -> calls << e.call; e.value = 1; SBI_SUCCESS }
  on(sbi: 0x08000001) { e ->
    calls << e.call
    e.value = e.arg(0) + e.arg(1)
    SBI_ERR_DENIED
  }
  on(sbi: SBI_EXT_DBCN) { e ->
    calls << e.call
    if (e.function_id == SBI_EXT_DBCN_CONSOLE_WRITE_BYTE) {
      text << e.text
    } else {
      text << mem(e.arg(1), e.arg(0)).text
      e.value = e.arg(0)
    }
    SBI_SUCCESS
  }
}

def end = m.run until: system, within: 20.s
println text
expect { end.detail.startsWith('system_event shutdown') }
expect { calls == ['SBI_EXT_BASE_PROBE_EXT', '0x8000001 function 5', 'SBI_EXT_DBCN_CONSOLE_WRITE', 'SBI_EXT_DBCN_CONSOLE_WRITE_BYTE'] }
expect { text.toString() == 'debug output!' }
expect { m.regs.s1 == 1 }
expect { m.regs.s2 == SBI_ERR_DENIED && m.regs.s3 == 42 }
expect { m.regs.s4 == 12 }
expect { m.regs.s5 == SBI_SUCCESS }
