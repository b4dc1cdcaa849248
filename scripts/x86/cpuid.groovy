// What a guest's CPUID instruction answers is what user space says, and by default what the board supports.
//   kvmsh scripts/x86/cpuid.groovy

needs boards: 'x86_64'

// mov $FUNCTION, %eax; xor %ecx, %ecx; cpuid; hlt
def code = { number -> [0x66, 0xb8, number & 0xff, number >> 8 & 0xff, number >> 16 & 0xff, number >> 24 & 0xff, 0x66, 0x31, 0xc9, 0x0f, 0xa2, 0xf4] }
def supported = kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries

test('cpuid alone: the vendor is the board\'s', tags: 'smoke') {
  def m = vm { cpuid; memory at: 0, size: 64.KB; load at: 0x1000, bytes: code(0); vcpu(0) { real 0x1000 } }
  m.run until: hlt, within: 20.s
  def vendor = supported.find { it.function == 0 }
  expect { m.regs.rbx == vendor.ebx }
  expect { m.regs.rcx == vendor.ecx }
  expect { m.regs.rdx == vendor.edx }
}

test('an entry of the script\'s own is in place of the board\'s') {
  def m = vm { cpuid function: 0x40000000, eax: 0x40000001, ebx: 0x6d766b, ecx: 0x6873, edx: 0; memory at: 0, size: 64.KB; load at: 0x1000, bytes: code(0x40000000); vcpu(0) { real 0x1000 } }
  m.run until: hlt, within: 20.s
  expect { m.regs.rax == 0x40000001 }
  expect { m.regs.rbx == 0x6d766b }
  expect { m.regs.rcx == 0x6873 }
}

test('KVM_GET_CPUID2 gives back what was set') {
  def m = vm { cpuid function: 0x40000010, eax: 7; vcpu 0 }
  expect { m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.find { it.function == 0x40000010 }.eax == 7 }
}
