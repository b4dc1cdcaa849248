// board: model:arm-vgicv2
// An arm64 guest on a PL011: it prints a line, waits for a character that was typed, echoes it, and turns itself off with PSCI.
//   kvmsh -b qemu:arm64 scripts/arm/pl011.groovy

needs boards: 'arm64'

def m = vm {
  memory at: 0x40000000, size: 64.KB
  load at: 0x40000000, hex: '''
    01 20 a1 d2         # mov  x1, #0x9000000
    02 00 a8 d2         # mov  x2, #0x40000000
    42 00 04 91         # add  x2, x2, #0x100
    43 14 40 38         # next: ldrb w3, [x2], #1
    63 00 00 34         # cbz  w3, wait
    23 00 00 39         # strb w3, [x1]
    fd ff ff 17         # b    next
    24 18 40 b9         # wait: ldr w4, [x1, #0x18]      the flags: bit 4 while nothing was typed
    e4 ff 27 37         # tbnz w4, #4, wait
    25 00 40 b9         # ldr  w5, [x1]
    25 00 00 39         # strb w5, [x1]
    26 e0 4f b9         # ldr  w6, [x1, #0xfe0]          UARTPeriphID0
    00 01 80 d2         # mov  x0, #0x8
    00 80 b0 f2         # movk x0, #0x8400, lsl #16      PSCI's SYSTEM_OFF
    02 00 00 d4         # hvc  #0
    00 00 00 14         # b    .
  '''
  load at: 0x40000100, bytes: 'a character, please: \0'.bytes
  vcpu(0) { start 0x40000000; reg tpidr_el1: 0x1234 }
  pl011 mmio: 0x9000000
  on(system: KVM_SYSTEM_EVENT_SHUTDOWN) { e -> println "vCPU ${e.vcpu.id} turned the machine off" }
}

m.type 'x'
m.run until: system, within: 10.s
println m.console
expect { m.console == 'a character, please: x' }
expect { m.regs.x6 == 0x11 }

// Any system register by its name.
expect { m.reg('tpidr_el1') == 0x1234 }
expect { (m.reg('sctlr_el1') & 1) == 0 }
expect { m.reg('KVM_REG_ARM_PSCI_VERSION') > 1 }
