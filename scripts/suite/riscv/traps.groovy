// Traps and interrupts that KVM injects into a riscv64 guest: an instruction that the guest does not support, with each CSR of the trap; and the external
// interrupt that user space sets and clears with KVM_INTERRUPT.
//   kvmsh test scripts/suite/riscv/traps.groovy -b qemu:riscv64

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000
def sip = 0x8030000003000007, mode = 0x8030000002000020
// The handler stores the trap's CSRs.
def guest = { text ->
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, asm: ".option norvc; $text; sw zero, 0(a3); j .; .org 0x100; csrr t0, scause; sd t0, 0(a2); csrr t0, stval; sd t0, 8(a2); csrr t0, sepc; sd t0, 16(a2); csrr t0, sstatus; sd t0, 24(a2); sw zero, 4(a3); j ."
    vcpu(0) { start at; regs a2: there, a3: door }
  }
  m.vcpu(0).reg stvec: at + 0x100
  m
}
def enter = { m -> def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s; expect { e.name == 'mmio' }; m.vcpu(0).run.mmio.phys_addr - door }
def seen = { m, i -> m.mem(there + 8 * i, 8).u64(0) }

// The instruction's word is in stval.
[['csrr t0, 0x600', 0x600022f3], ['csrw 0x680, zero', 0x68001073], ['.word 0x22000073', 0x22000073]].each { text, word ->
  [1, 0].each { privileged ->
    test("'$text', of the hypervisor extension, is illegal in ${privileged ? 'S' : 'U'}-mode: cause, word, address and mode are in the CSRs of the trap", source: 'RISC-V privileged 4.1; arch/riscv/kvm/vcpu_insn.c, truly_illegal_insn', bringup: 112) {
      def m = guest("nop; $text"), v = m.vcpu(0)
      v.reg mode, privileged
      v.reg stval: 0x5555, sepc: 0x6666, scause: 7
      expect { enter(m) == 4 }
      expect { seen(m, 0) == 2 }
      expect { seen(m, 1) == word }
      expect { seen(m, 2) == at + 4 }
      expect { (seen(m, 3) & 0x102) == 0x100 * privileged }
    }
  }
}
test('an interrupt that KVM_INTERRUPT sets is in sip, and the guest takes it', source: 'api.rst 4.16, RISC-V', bringup: 112) {
  def m = guest('li t0, 0x200; csrw sie, t0; csrsi sstatus, 2; nop; nop'), v = m.vcpu(0)
  expect { v.reg(sip) == 0 }
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_SET
  expect { v.reg(sip) == 0x200 }
  expect { enter(m) == 4 && seen(m, 0) == 0x8000000000000009 && (seen(m, 3) & 0x120) == 0x120 }
}
test('an interrupt that KVM_INTERRUPT takes away is not in sip, and the guest does not take it', source: 'api.rst 4.16, RISC-V', bringup: 112) {
  def m = guest('li t0, 0x200; csrw sie, t0; csrsi sstatus, 2; nop; nop'), v = m.vcpu(0)
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_SET
  v.ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_UNSET
  expect { v.reg(sip) == 0 }
  expect { enter(m) == 0 && seen(m, 0) == 0 }
}
test('an interrupt of KVM_INTERRUPT is that of one vCPU', source: 'api.rst 4.16, RISC-V', bringup: 112) {
  def m = vm { memory at: at, size: 64.KB; vcpu(0) { start at }; vcpu 1 }
  m.vcpu(1).ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_SET
  expect { m.vcpu(1).reg(sip) == 0x200 && m.vcpu(0).reg(sip) == 0 }
}
