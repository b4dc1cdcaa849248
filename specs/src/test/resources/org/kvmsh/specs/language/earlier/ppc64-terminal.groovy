// board: model:rfc
// A little-endian powerpc guest on a virtual terminal: it prints a line with H_PUT_TERM_CHAR and reads what was typed with H_GET_TERM_CHAR.
//   kvmsh -b qemu:ppc64 scripts/ppc/terminal.groovy
//   kvmsh -b model:power7-hv scripts/ppc/terminal.groovy
//
// A kernel of today takes the real mode area as ordinary memory at guest address 0, one of 2011 gives it from its pool. MSR says that the guest
// is little-endian, whatever the board is: SF for 64-bit code, ME, LE.

needs boards: 'ppc64'
needs boards: ['real', 'emulated', 'remote', 'rfc:*', 'model:power7-hv', 'model:rfc']

def m = vm {
  platform SPAPR
  arch 206
  rma 128.MB
  load at: 0x1000, hex: '''
    00 11 e0 39         # li    r15, 0x1100
    08 00 00 3a         # li    r16, 8
    28 7c c0 7c         # ldbrx r6, 0, r15           the first character in the highest byte
    28 7c f0 7c         # ldbrx r7, r16, r15
    58 00 60 38         # li    r3, 0x58             H_PUT_TERM_CHAR
    00 00 80 38         # li    r4, 0                terminal 0
    0c 00 a0 38         # li    r5, 12
    22 00 00 44         # sc    1
    54 00 60 38         # li    r3, 0x54             H_GET_TERM_CHAR
    00 00 80 38         # li    r4, 0
    22 00 00 44         # sc    1
    78 23 95 7c         # mr    r21, r4              how many characters
    78 2b b6 7c         # mr    r22, r5              the characters
    54 00 60 38         # li    r3, 0x54
    01 00 80 38         # li    r4, 1                a terminal that there is not
    22 00 00 44         # sc    1
    78 1b 77 7c         # mr    r23, r3
    f0 07 60 38         # li    r3, 0x7f0            no hypercall
    22 00 00 44         # sc    1
    00 00 00 48         # b     .
  '''
  load at: 0x1100, bytes: 'who is it? \n'.bytes
  vcpu(0) { start 0x1000; regs msr: 0x8000000000001001 }
  vterm 0
}

m.type 'me'
expect { m.run(within: 10.s).detail.startsWith('papr_hcall 0x7f0') }
print m.console
expect { m.console == 'who is it? \n' }
expect { m.regs.r21 == 2 }
expect { m.regs.r22 == 0x6d65000000000000 }
expect { m.regs.r23 == H_PARAMETER }
println m.snapshot()
