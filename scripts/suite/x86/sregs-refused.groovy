// Register values that no processor allows, which KVM_SET_SREGS and KVM_SET_SREGS2 refuse with EINVAL: the registers stay unchanged, and the guest continues
// with them.
//   kvmsh test scripts/suite/x86/sregs-refused.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/sregs-refused.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def machine = { long_ ->
  vm {
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: '.byte 0xb0, 0x55, 0xe6, 0x80'                    // mov $0x55, %al; out %al, $0x80 in each mode
    vcpu(0) { if (long_) long64 0x1000, tables: 0x10000; else real 0x1000 }
  }
}
def LONG = [
  'CR0.PG without CR0.PE': { it.cr0 &= ~1L }, 'CR0.NW without CR0.CD': { it.cr0 |= 1L << 29 }, 'CR0 with bit 32': { it.cr0 |= 1L << 32 }, 'CR0 with bit 63': { it.cr0 |= 1L << 63 },
  'CR4 with bit 31': { it.cr4 |= 1L << 31 }, 'CR4 with bit 63': { it.cr4 |= 1L << 63 }, 'long mode without CR4.PAE': { it.cr4 &= ~0x20L }, 'long mode without EFER.LMA': { it.efer &= ~0x400L },
  'EFER.LMA without EFER.LME': { it.efer &= ~0x100L }, 'EFER.LMA without CR0.PG': { it.cr0 &= ~(1L << 31) }, 'CR3 beyond the last address': { it.cr3 |= 1L << 60 },
  'an APIC base with a reserved bit': { it.apic_base |= 0x200 }, 'an APIC base with a bit above all addresses': { it.apic_base |= 1L << 60 }, 'x2APIC mode without the APIC': { it.apic_base = 0xfee00500L }]
def REAL = ['CS.L without long mode': { it.cs.l = 1 }, 'EFER.LMA without paging': { it.efer = 0x500 }, 'CR0.PG without CR0.PE in real mode': { it.cr0 |= 1L << 31 }, 'CR0.NW without CR0.CD in real mode': { it.cr0 = it.cr0 & ~(1L << 30) | 1L << 29 },
            'CR4 with bit 31 in real mode': { it.cr4 |= 1L << 31 }]
def calls = ['KVM_GET_SREGS': 'KVM_SET_SREGS', 'KVM_GET_SREGS2': 'KVM_SET_SREGS2']
(LONG + REAL).each { name, change ->
  calls.each { get, set ->
    test("$set with $name: EINVAL, and the guest runs on with what it had", source: 'api.rst 4.14, 4.132; arch/x86/kvm/x86.c, kvm_is_valid_sregs', bringup: 142) {
      if (set == 'KVM_SET_SREGS2') needs cap: KVM_CAP_SREGS2
      def m = machine(LONG.containsKey(name)), v = m.vcpu(0), before = v.ioctl(get), s = v.ioctl(get)
      change s
      expect(errno: EINVAL) { v.ioctl set, s }
      expect { same(before, v.ioctl(get)) }
      expect { v.ioctl(KVM_RUN, within: 20.s).name == 'io' && v.run.io.port == 0x80 && (v.ioctl(KVM_GET_REGS).rax & 0xff) == 0x55 }
    }
  }
}
test('KVM_SET_SREGS2 with a flag that there is not: EINVAL', source: 'api.rst 4.132') {
  needs cap: KVM_CAP_SREGS2
  def v = machine(true).vcpu(0), s = v.ioctl KVM_GET_SREGS2
  s.flags |= 0x80
  expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS2, s }
}
test('KVM_SET_SREGS2 with the four pointers of PAE paging, in long mode: EINVAL', source: 'api.rst 4.132') {
  needs cap: KVM_CAP_SREGS2
  def v = machine(true).vcpu(0), s = v.ioctl KVM_GET_SREGS2
  s.flags |= KVM_SREGS2_FLAGS_PDPTRS_VALID
  expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS2, s }
}
