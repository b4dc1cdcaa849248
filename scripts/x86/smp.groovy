// A guest of two vCPUs: the first starts the second through its local APIC, with INIT and SIPI, as firmware and kernels do. Until then KVM_RUN of the
// second one waits in the kernel.
//   kvmsh scripts/x86/smp.groovy
//   kvmsh -b qemu:x86_64 scripts/x86/smp.groovy

needs boards: 'x86_64'
needs asm: x86_32
needs cap: KVM_CAP_IRQCHIP

def said = []

def m = vm {
  irqchip
  memory at: 0, size: 64.KB
  load at: 0x1000, asm: '''
        movl  $0x1ff, 0xfee000f0          # the local APIC is on
        out   %al, $0x80
        movl  $0x01000000, 0xfee00310     # to APIC 1:
        movl  $0x00004500, 0xfee00300     # INIT
        movl  $0x00004602, 0xfee00300     # SIPI: start at page 2
  wait: pause
        cmpb  $0, 0x3000
        je    wait
        mov   0x3000, %al
        out   %al, $0x80
        hlt
  '''
  // The page of the SIPI is the code segment.
  load at: 0x2000, asm: 'mov $0x300, %ax; mov %ax, %ds; mov $42, %al; out %al, $0x80; mov %al, 0; hlt', bits: 16
  vcpu(0) { prot32 0x1000 }
  vcpu 1
  on(io: 0x80) { e -> said << [e.vcpu.id, e.value] }
}

expect { m.vcpu(1).ioctl(KVM_GET_MP_STATE).mp_state == KVM_MP_STATE_UNINITIALIZED }
m.run until: { said.size() == 3 }, within: 60.s

expect { said == [[0, 0], [1, 42], [0, 42]] }
expect { m.vcpu(1).reg('cs.base') == 0x2000 }
