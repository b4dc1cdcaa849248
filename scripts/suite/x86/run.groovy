// KVM_RUN and kvm_run: windows for interrupts, cr8 and the APIC's base, the size of the mapping, and errnos.
//   kvmsh test scripts/suite/x86/run.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/run.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def machine = { text, chip = false ->
  vm {
    if (chip) irqchip
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: text
    load at: 0x1400, asm: 'out %al, $0x99'
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(0x31): 0x1400]); regs rsp: 0x9000 }
  }
}
def enter = { v -> def e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }

test('the mapping of a vCPU has room for kvm_run, the data of ports and the ring of coalesced writes', source: 'api.rst 4.5', bringup: 51) {
  def size = kvm.ioctl KVM_GET_VCPU_MMAP_SIZE
  expect { size % 4096 == 0 && size >= 2 * 4096 }
  def v = machine('out %al, $0x80').vcpu(0)
  expect { enter(v) == 0x80 && v.run.io.data_offset < size }
  def pages = kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_COALESCED_MMIO
  expect { pages == 0 || pages * 4096 < size }
}
test('an interrupt window that is asked for is an exit as soon as the guest has interrupts on, and not before', source: 'api.rst 5', bringup: 71) {
  def m = machine('out %al, $0x80; nop; out %al, $0x81; sti; nop; nop; out %al, $0x82'), v = m.vcpu(0)
  v.run.request_interrupt_window = 1
  expect { enter(v) == 0x80 && v.run.ready_for_interrupt_injection == 0 && v.run.if_flag == 0 }
  expect { enter(v) == 0x81 && v.run.ready_for_interrupt_injection == 0 && v.run.if_flag == 0 }
  expect { enter(v) == 'irq_window_open' && v.run.ready_for_interrupt_injection == 1 && v.run.if_flag == 1 && v.run.exit_reason == KVM_EXIT_IRQ_WINDOW_OPEN }
  def pc = m.regs.rip
  expect { pc >= 0x1006 && pc <= 0x1008 }
  v.run.request_interrupt_window = 0
  expect { enter(v) == 0x82 && v.run.if_flag == 1 }
}
test('an interrupt that is given in the window is taken before the next instruction', source: 'api.rst 4.16, 5', bringup: 71) {
  def m = machine('sti; nop; nop; out %al, $0x80'), v = m.vcpu(0)
  v.run.request_interrupt_window = 1
  expect { enter(v) == 'irq_window_open' }
  v.ioctl KVM_INTERRUPT, irq: 0x31
  v.run.request_interrupt_window = 0
  expect { enter(v) == 0x99 && v.run.if_flag == 0 }
}
test('with an APIC in the kernel no window is ready, and what kvm_run asks for is no exit', source: 'api.rst 5', bringup: 71) {
  needs cap: KVM_CAP_IRQCHIP
  def v = machine('sti; nop; nop; out %al, $0x80', true).vcpu(0)
  v.run.request_interrupt_window = 1
  expect { enter(v) == 0x80 && v.run.if_flag == 1 && v.run.ready_for_interrupt_injection == 1 }
}
test('cr8 and apic_base of kvm_run are those at the exit', source: 'api.rst 5', bringup: 71) {
  def m = machine('out %al, $0x80; nop; out %al, $0x81'), v = m.vcpu(0)
  expect { enter(v) == 0x80 && v.run.cr8 == 0 && v.run.apic_base == 0xfee00900L }
  v.run.cr8 = 9
  expect { enter(v) == 0x81 && v.run.cr8 == 9 && v.ioctl(KVM_GET_SREGS).cr8 == 9 }
}
test('exit_reason is that of the last exit', source: 'api.rst 5', bringup: 71) {
  def m = machine('out %al, $0x80; mov 0xd0000000, %eax; nop; hlt'), v = m.vcpu(0)
  expect { enter(v) == 0x80 && v.run.exit_reason == KVM_EXIT_IO }
  expect { enter(v) == 'mmio' && v.run.exit_reason == KVM_EXIT_MMIO }
  expect { enter(v) == 'hlt' && v.run.exit_reason == KVM_EXIT_HLT }
}
test('KVM_SET_SIGNAL_MASK: a set of eight bytes is taken, as none; of another size it is EINVAL', source: 'api.rst 4.17') {
  def v = machine('out %al, $0x80; out %al, $0x81; out %al, $0x82').vcpu(0)
  expect { [1, 4, 16].every { n -> attempt { v.ioctl KVM_SET_SIGNAL_MASK, sigset: [1] * n as byte[] } == EINVAL } }
  expect { enter(v) == 0x80 }
  v.ioctl KVM_SET_SIGNAL_MASK, sigset: [0] * 8 as byte[]
  expect { enter(v) == 0x81 }
  v.ioctl KVM_SET_SIGNAL_MASK, 0
  expect { enter(v) == 0x82 }
}
test('KVM_RUN with an argument: EINVAL', source: 'api.rst 4.10') {
  def v = machine('out %al, $0x80').vcpu(0)
  expect(errno: EINVAL) { v.ioctl KVM_RUN, 1 }
  expect { enter(v) == 0x80 }
}
