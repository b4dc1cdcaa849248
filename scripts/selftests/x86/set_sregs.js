// KVM_SET_SREGS takes what the processor that KVM offers can have in CR4 and in the APIC's base, and nothing else; what it refuses changes nothing.
//   kvmsh scripts/selftests/x86/set_sregs.js
//
// Linux: tools/testing/selftests/kvm/x86/set_sregs_test.c

needs({boards: ['real', 'emulated', 'remote']})
needs({boards: 'x86_64'})

// Bits of CR4 that every x86-64 processor has, and those that a bit of CPUID announces: leaf, register, bit.
const ALWAYS = 0x7ffn                                          // VME PVI TSD DE PSE PAE MCE PGE PCE OSFXSR OSXMMEXCPT
const ANNOUNCED = {
  UMIP:     {cr4: 1n << 11n, leaf: 7, register: 'ecx', bit: 2},
  LA57:     {cr4: 1n << 12n, leaf: 7, register: 'ecx', bit: 16},
  VMXE:     {cr4: 1n << 13n, leaf: 1, register: 'ecx', bit: 5},
  SMXE:     {cr4: 1n << 14n, leaf: 1, register: 'ecx', bit: 6},
  FSGSBASE: {cr4: 1n << 16n, leaf: 7, register: 'ebx', bit: 0},
  PCIDE:    {cr4: 1n << 17n, leaf: 1, register: 'ecx', bit: 17},
  OSXSAVE:  {cr4: 1n << 18n, leaf: 1, register: 'ecx', bit: 26},
  SMEP:     {cr4: 1n << 20n, leaf: 7, register: 'ebx', bit: 7},
  SMAP:     {cr4: 1n << 21n, leaf: 7, register: 'ebx', bit: 20},
  PKE:      {cr4: 1n << 22n, leaf: 7, register: 'ecx', bit: 3},
}
const leaves = kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries
const has = (leaf, register, bit) => leaves.some(it => it.function == leaf && it.index == 0 && it[register] >>> bit & 1)
let supported = ALWAYS
for (const {cr4, leaf, register, bit} of Object.values(ANNOUNCED)) if (has(leaf, register, bit)) supported |= cr4

// A vCPU that has them in its CPUID can have all of them; older kernels, such as 6.1, take them of one without CPUID too.
const full = () => {
  const v = vm({cpuid: true, vcpu: {}}).vcpu(0), s = v.ioctl(KVM_GET_SREGS)
  s.cr4 |= supported
  v.ioctl(KVM_SET_SREGS, s)
  return v
}

test('all bits of CR4 that KVM supports together', () => expect(() => (full().ioctl(KVM_GET_SREGS).cr4 & supported) == supported))

for (const [name, {cr4}] of Object.entries(ANNOUNCED)) {
  test(`CR4.${name} is refused where CPUID does not announce it, and nothing is changed: EINVAL`, () => {
    const v = full(), before = v.ioctl(KVM_GET_SREGS)
    if (before.cr4 & cr4) return
    const s = copy(before)
    s.cr4 |= cr4
    expect({errno: EINVAL}, () => v.ioctl(KVM_SET_SREGS, s))
    expect(() => same(v.ioctl(KVM_GET_SREGS), before))
  })
}

test("the APIC's base: x2APIC mode without the APIC is refused, the APIC alone is taken", () => {
  const v = vm({irqchip: true, cpuid: true, vcpu: {}}).vcpu(0)
  const s = v.ioctl(KVM_GET_SREGS)
  s.apic_base = 1 << 10
  expect({errno: EINVAL}, () => v.ioctl(KVM_SET_SREGS, s))
  s.apic_base = 1 << 11
  v.ioctl(KVM_SET_SREGS, s)
  expect(() => v.ioctl(KVM_GET_SREGS).apic_base == 1 << 11)
})
