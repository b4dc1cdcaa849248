// KVM_SET_SREGS takes what the processor that KVM offers can have in CR4 and in the APIC's base, and nothing else; what it refuses changes nothing.
//   kvmsh scripts/selftests/x86/set_sregs.groovy
//
// Linux: tools/testing/selftests/kvm/x86/set_sregs_test.c

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'

// Bits of CR4 that every x86-64 processor has, and those that a bit of CPUID announces: leaf, register, bit.
def ALWAYS = 0x7ff                                             // VME PVI TSD DE PSE PAE MCE PGE PCE OSFXSR OSXMMEXCPT
def ANNOUNCED = [
  UMIP:     [1 << 11, 7, 'ecx', 2],
  LA57:     [1 << 12, 7, 'ecx', 16],
  VMXE:     [1 << 13, 1, 'ecx', 5],
  SMXE:     [1 << 14, 1, 'ecx', 6],
  FSGSBASE: [1 << 16, 7, 'ebx', 0],
  PCIDE:    [1 << 17, 1, 'ecx', 17],
  OSXSAVE:  [1 << 18, 1, 'ecx', 26],
  SMEP:     [1 << 20, 7, 'ebx', 7],
  SMAP:     [1 << 21, 7, 'ebx', 20],
  PKE:      [1 << 22, 7, 'ecx', 3],
]
def leaves = kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries
def has = { leaf, register, bit -> leaves.any { it.function == leaf && it.index == 0 && it[register] & 1 << bit } }
def supported = ALWAYS
ANNOUNCED.each { name, what -> if (has(what[1], what[2], what[3])) supported |= what[0] }

// A vCPU that has them in its CPUID can have all of them; older kernels, such as 6.1, take them of one without CPUID too.
def full = { def v = vm { cpuid; vcpu 0 }.vcpu(0), s = v.ioctl(KVM_GET_SREGS); s.cr4 |= supported; v.ioctl KVM_SET_SREGS, s; v }

test('all bits of CR4 that KVM supports together') { expect { (full().ioctl(KVM_GET_SREGS).cr4 & supported) == supported } }

ANNOUNCED.each { name, what ->
  test("CR4.$name is refused where CPUID does not announce it, and nothing is changed: EINVAL") {
    def v = full()
    def before = v.ioctl KVM_GET_SREGS
    if (before.cr4 & what[0]) return
    def s = copy before
    s.cr4 |= what[0]
    expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS, s }
    expect { same(v.ioctl(KVM_GET_SREGS), before) }
  }
}

test("the APIC's base: x2APIC mode without the APIC is refused, the APIC alone is taken") {
  def v = vm { irqchip; cpuid; vcpu 0 }.vcpu(0)
  def s = v.ioctl KVM_GET_SREGS
  s.apic_base = 1 << 10
  expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS, s }
  s.apic_base = 1 << 11
  v.ioctl KVM_SET_SREGS, s
  expect { v.ioctl(KVM_GET_SREGS).apic_base == 1 << 11 }
}
