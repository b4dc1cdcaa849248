// What a guest's CPUID instruction answers is what user space says, and by default what the board supports.
//   kvmsh scripts/x86/cpuid.js

needs({boards: 'x86_64'})

// mov $FUNCTION, %eax; xor %ecx, %ecx; cpuid; hlt
const code = number => [0x66, 0xb8, number & 0xff, number >> 8 & 0xff, number >> 16 & 0xff, number >> 24 & 0xff, 0x66, 0x31, 0xc9, 0x0f, 0xa2, 0xf4]
const supported = kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries

test('cpuid alone: the vendor is the board\'s', {tags: 'smoke'}, () => {
  const m = vm({cpuid: true, memory: {at: 0, size: KB(64)}, load: {at: 0x1000, bytes: code(0)}, vcpu: {real: 0x1000}})
  m.run({until: hlt, within: seconds(20)})
  const vendor = supported.find(entry => entry.function == 0)
  expect(() => m.regs.rbx == vendor.ebx)
  expect(() => m.regs.rcx == vendor.ecx)
  expect(() => m.regs.rdx == vendor.edx)
})

test('an entry of the script\'s own is in place of the board\'s', () => {
  const m = vm({cpuid: {function: 0x40000000, eax: 0x40000001, ebx: 0x6d766b, ecx: 0x6873, edx: 0}, memory: {at: 0, size: KB(64)}, load: {at: 0x1000, bytes: code(0x40000000)}, vcpu: {real: 0x1000}})
  m.run({until: hlt, within: seconds(20)})
  expect(() => m.regs.rax == 0x40000001)
  expect(() => m.regs.rbx == 0x6d766b)
  expect(() => m.regs.rcx == 0x6873)
})

test('KVM_GET_CPUID2 gives back what was set', () => {
  const m = vm(v => { v.cpuid({function: 0x40000010, eax: 7}); v.vcpu(0) })
  expect(() => m.vcpu(0).ioctl(KVM_GET_CPUID2, {nent: 256}).entries.find(entry => entry.function == 0x40000010).eax == 7)
})
