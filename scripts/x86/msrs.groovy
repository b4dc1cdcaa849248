// Model-specific registers before the first run, by name and by number: the guest reads what was set.
//   kvmsh scripts/x86/msrs.groovy

needs boards: 'x86_64'

def m = vm {
  msrs MSR_STAR: 0x0023001000000000, '0x174': 0x10
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    66 b9 81 00 00 c0     # mov $0xc0000081, %ecx
    0f 32                 # rdmsr
    66 89 c6 66 89 d7     # mov %eax, %esi; mov %edx, %edi
    66 b9 74 01 00 00     # mov $0x174, %ecx
    0f 32                 # rdmsr
    f4                    # hlt
  '''
  vcpu(0) { real 0x1000 }
}
m.run until: hlt, within: 20.s
expect { m.regs.rsi == 0 }
expect { m.regs.rdi == 0x00230010 }
expect { m.regs.rax == 0x10 }
expect { m.vcpu(0).ioctl(KVM_GET_MSRS, entries: [[index: 0xc0000081]]).entries.first().data == 0x0023001000000000 }
