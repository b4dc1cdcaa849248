// A riscv64 guest prints a line on a console that is one byte of MMIO, reads a device, and turns itself off with SBI's system reset.
//   kvmsh -b qemu:riscv64 scripts/riscv/first-light.groovy

needs boards: 'riscv64'

def text = new StringBuilder()

def m = vm {
  memory at: 0x80000000, size: 64.KB
  load at: 0x80000000, hex: '''
    b7 06 00 10         # lui   a3, 0x10000          the console, 0x10000000
    17 07 00 00         # auipc a4, 0                pc, 0x80000004
    13 07 c7 0f         # addi  a4, a4, 0xfc         the text, 0x80000100
    83 47 07 00         # next: lbu a5, 0(a4)
    13 07 17 00         # addi  a4, a4, 1
    63 86 07 00         # beqz  a5, done
    23 80 f6 00         # sb    a5, 0(a3)
    6f f0 1f ff         # j     next
    83 a2 86 01         # done: lw t0, 24(a3)
    33 83 c2 00         # add   t1, t0, a2
    b7 58 52 53         # lui   a7, 0x53525
    9b 88 48 35         # addiw a7, a7, 0x354        SBI's extension SRST, 0x53525354
    13 08 00 00         # li    a6, 0                system reset
    13 05 00 00         # li    a0, 0                of the type shutdown
    93 05 00 00         # li    a1, 0                for no reason
    73 00 00 00         # ecall
  '''
  load at: 0x80000100, bytes: 'first light\n\0'.bytes
  vcpu(0) { start 0x80000000; regs a2: 40 }
  on(mmio: 0x10000000) { e -> text << e.text }
  on(mmio: 0x10000018) { 2 }
}

def end = m.run until: system, within: 20.s
print text
expect { text.toString() == 'first light\n' }
expect { end.detail.startsWith('system_event shutdown') }
expect { m.regs.t1 == 42 }
