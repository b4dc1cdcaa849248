// MSRs that the script answers: one that no processor has, one that KVM would answer itself, and one that the guest may not have.
//   kvmsh scripts/x86/msr-exits.js
//   kvmsh -b qemu:x86_64 scripts/x86/msr-exits.js

needs({boards: 'x86_64'})
needs({cap: KVM_CAP_X86_USER_SPACE_MSR})
needs({cap: KVM_CAP_X86_MSR_FILTER})

const written = []

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: [
    {at: 0x1000, hex: `
      66 b9 00 00 01 00     # mov $0x10000, %ecx
      0f 32                 # rdmsr
      66 89 c3              # mov %eax, %ebx
      0f 30                 # wrmsr
      66 b9 74 01 00 00     # mov $0x174, %ecx        IA32_SYSENTER_CS
      0f 32                 # rdmsr
      66 89 c6              # mov %eax, %esi
      66 b9 01 00 01 00     # mov $0x10001, %ecx
      0f 32                 # rdmsr                   a general protection fault
      f4                    # hlt
    `},
    // Vector 13, general protection, leads to 0x1100.
    {at: 0x34, hex: '00 11 00 00'},
    {at: 0x1100, hex: 'bf 0d 00 f4'},     // mov $13, %di; hlt
  ],
  vcpu: {real: 0x1000, regs: {rsp: 0x8000}},
  on: [
    {msr: 0x10000, do: e => e.write ? written.push([e.index, e.value]) : e.index + 42},
    {msr: 0x174, do: () => 77},
    {msr: 0x10001, do: e => e.refuse()},
  ],
})

m.run({until: hlt, within: seconds(20)})
expect(() => m.regs.rbx == 0x1002a)
expect(() => written.join() == '65536,65578')
expect(() => m.regs.rsi == 77)
expect(() => m.regs.rdi == 13)

// What KVM itself holds of the MSR is not what the handler says.
expect(() => m.reg('sysenter_cs') == 0)
