// KVM_INTERRUPT with the local APIC in the kernel and the other chips in user space (KVM_CAP_SPLIT_IRQCHIP): one vector waits at a time, until the guest takes it.
//   kvmsh test scripts/suite/x86/extint.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/extint.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_SPLIT_IRQCHIP
needs asm: x86_64

def machine = {
  vm {
    ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: 'out %al, $0x80; sti; mov $20000, %ecx; again: pause; loop again; out %al, $0x81; .org 0x100; out %al, $0x31; iretq; .org 0x140; out %al, $0x42; iretq'
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(0x31): 0x1100, (0x42): 0x1140]); regs rsp: 0x9000 }
  }
}
def enter = { v -> def e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }

[0x31, 0x42].each { vector ->
  test("the vector ${Integer.toHexString(vector)} waits until the guest has interrupts on, and is taken once", source: 'api.rst 4.16, 7.5', bringup: 86) {
    def m = machine(), v = m.vcpu(0)
    v.ioctl KVM_INTERRUPT, irq: vector
    expect { enter(v) == 0x80 }
    expect { enter(v) == vector }
    expect { enter(v) == 0x81 }
  }
}
test('a second vector while one waits: EEXIST, and the first is taken; then another is taken', source: 'api.rst 4.16') {
  def m = machine(), v = m.vcpu(0)
  v.ioctl KVM_INTERRUPT, irq: 0x31
  expect(errno: EEXIST) { v.ioctl KVM_INTERRUPT, irq: 0x42 }
  expect(errno: EEXIST) { v.ioctl KVM_INTERRUPT, irq: 0x31 }
  expect { enter(v) == 0x80 && enter(v) == 0x31 }
  v.ioctl KVM_INTERRUPT, irq: 0x42
  expect { enter(v) == 0x42 && enter(v) == 0x81 }
}
test('a vector above 255: EINVAL, and none waits', source: 'api.rst 4.16') {
  def m = machine(), v = m.vcpu(0)
  expect(errno: EINVAL) { v.ioctl KVM_INTERRUPT, irq: 256 }
  v.ioctl KVM_INTERRUPT, irq: 0x31
  expect { enter(v) == 0x80 && enter(v) == 0x31 && enter(v) == 0x81 }
}
