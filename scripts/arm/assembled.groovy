// An arm64 guest whose code is a text for GNU as: it stores a sum to a device and turns itself off with PSCI. What is in its memory is read
// back as instructions.
//   kvmsh -b qemu:arm64 scripts/arm/assembled.groovy

needs boards: 'arm64'
needs asm: arm64

def stored = 0

def m = vm {
  memory at: 0x40000000, size: 64.KB
  load at: 0x40000000, asm: '''
          ldr  x1, =0x9000000
          add  x0, x0, #2
          str  x0, [x1]
          ldr  x0, =0x84000008      // PSCI's SYSTEM_OFF
          hvc  #0
          b    .
  '''
  vcpu(0) { start 0x40000000; regs x0: 40 }
  on(mmio: 0x9000000) { e -> stored = e.value }
}

m.run until: system, within: 20.s
println m.dis(0x40000000, 3)
expect { stored == 42 }
