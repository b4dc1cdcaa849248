// The CPUID features that KVM reports as supported, and CPUID values that depend on the guest's state: sizes of XSAVE, leaves out of range, CPUID faults in
// ring 3; APIC ids of 8 and of 32 bits.
//   kvmsh test scripts/suite/x86/cpuid-supported.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/cpuid-supported.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_EXT_CPUID
needs asm: x86_64

def code = asm(x86_64, at: 0x1000, 'nop; cpuid; nop; out %al, $0x80; hlt\n .org 0x40\n pop %rbp; nop; out %al, $0x81; hlt')
def machine = {
  vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    cpuid
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(13): 0x1040]); regs rsp: 0x9000 }
    vcpu 3
  }
}
def supported = { -> kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries }.memoize()
def leaf = { all, function, index = 0 -> all.find { it.function == function && it.index == index } }
def run = { m, function, index = 0 -> m.reg rip: 0x1000, rax: function, rcx: index, rsp: 0x8800; def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }

[['x2APIC', 1, 'ecx', 21], ['TSC_ADJUST', 7, 'ebx', 1], ['64-bit mode', 0x80000001L, 'edx', 29], ['NX', 0x80000001L, 'edx', 20], ['the APIC', 1, 'edx', 9], ['PAE', 1, 'edx', 6], ['MTRR', 1, 'edx', 12], ['PAT', 1, 'edx', 16], ['machine checks', 1, 'edx', 14]].each { name, function, register, bit ->
  test("KVM_GET_SUPPORTED_CPUID has $name", source: 'cpuid.c, kvm_set_cpu_caps', bringup: 122) { expect { (leaf(supported(), function)."$register" >> bit & 1) == 1 } }
}
[['MONITOR', 1, 'ecx', 3], ['VMX and SMX beside SVM', 1, 'ecx', 6], ['thermal sensors', 1, 'edx', 22], ['OSXSAVE', 1, 'ecx', 27]].each { name, function, register, bit ->
  test("KVM_GET_SUPPORTED_CPUID has no $name", source: 'cpuid.c, kvm_set_cpu_caps', bringup: 122) { needs name != 'OSXSAVE' || board.kind != 'real', 'a host without OSXSAVE'; expect { (leaf(supported(), function)."$register" >> bit & 1) == 0 } }
}
test('the entries of KVM_GET_SUPPORTED_CPUID are there once, and the highest leaves are those of leaf 0', source: 'api.rst 4.46', bringup: 122) {
  def keys = supported().collect { [it.function, it.index] }
  expect { keys.size() == keys.toSet().size() && leaf(supported(), 0).eax >= 7 && leaf(supported(), 0x80000000L).eax >= 0x80000008L && leaf(supported(), 0x40000000L).eax == 0x40000001L }
  expect { (leaf(supported(), 0x80000008L).eax & 0xff) >= 36 && (leaf(supported(), 0x80000008L).eax >> 8 & 0xff) >= 48 }
  expect { supported().findAll { it.function in [4L, 7L, 0xdL, 4, 7, 0xd] }.every { (it.flags & KVM_CPUID_FLAG_SIGNIFCANT_INDEX) != 0 } }
}
[['KVM_GET_SUPPORTED_CPUID', { n -> kvm.ioctl KVM_GET_SUPPORTED_CPUID, nent: n }], ['KVM_GET_EMULATED_CPUID', { n -> kvm.ioctl KVM_GET_EMULATED_CPUID, nent: n }]].each { name, call -> test("$name with too few entries: E2BIG", source: 'api.rst 4.46, 4.88', bringup: 122) { expect(errno: E2BIG) { call 1 } } }
test('KVM_GET_EMULATED_CPUID has MOVBE', source: 'api.rst 4.88', bringup: 122) { needs cap: KVM_CAP_EXT_EMUL_CPUID; expect { (leaf(kvm.ioctl(KVM_GET_EMULATED_CPUID, nent: 256).entries, 1).ecx >> 22 & 1) == 1 } }
[[1, 0x240], [3, 0x240], [7, 0x340]].each { xcr0, size ->
  test("with XCR0 $xcr0 the size of leaf d is ${Integer.toHexString(size)}", source: 'SDM 1 13.2; cpuid.c, __kvm_update_cpuid_runtime', bringup: 122) {
    def m = machine(), v = m.vcpu(0), s = v.ioctl(KVM_GET_SREGS), x = leaf(supported(), 0xd)
    needs x != null && (x.eax & xcr0) == xcr0, "XCR0 $xcr0"
    s.cr4 |= 1 << 18
    v.ioctl KVM_SET_SREGS, s
    v.ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: xcr0]]
    expect { run(m, 0xd) == 0x80 && m.regs.rbx == size && m.regs.rcx >= size && (m.regs.rax & xcr0) == xcr0 }
  }
}
test('a leaf out of range is 0 on AMD, and the last basic leaf on Intel', source: 'cpuid.c, get_out_of_range_cpuid_entry', bringup: 122) {
  def m = machine()
  needs leaf(supported(), 0).ebx == 0x68747541L, "AMD's processor"
  [0x1000, 0x80001000L, 0x30000000].each { n -> expect { run(m, n) == 0x80 && [m.regs.rax, m.regs.rbx, m.regs.rcx, m.regs.rdx].every { it == 0 } } }
}
test('CPUID of ring 3 is a general protection with MISC_FEATURES_ENABLES, and of ring 0 is not', source: 'x86.c, kvm_emulate_cpuid', bringup: 122) {
  needs board.kind != 'real', 'CPUID of ring 3 that KVM emulates'
  def m = machine(), v = m.vcpu(0), pages = { (0..1).each { n -> m.mem 0x10000 + 0x1000 * n, u64: m.mem(0x10000 + 0x1000 * n, 8).u64(0) | 4 } }
  expect { v.ioctl(KVM_SET_MSRS, entries: [[index: 0xce, data: 1L << 31], [index: 0x140, data: 1]]) == 2 && run(m, 0) == 0x80 }
  def s = v.ioctl KVM_GET_SREGS
  m.mem 0x3000, u64: [0x900000000000L, 0, 0]
  s.tr.base = 0x3000; s.tr.limit = 0x67; s.tr.type = 11; s.tr.present = 1; s.tr.s = 0; s.tr.selector = 0x28
  s.cs.dpl = 3; s.ss.dpl = 3; s.cs.selector |= 3; s.ss.selector |= 3
  v.ioctl KVM_SET_SREGS, s
  m.regs.rflags = 0x3002
  expect { run(m, 0) == 0x81 }
}
// All that KVM supports, set, got and seen, but for what follows the registers of the vCPU, leaf 1, 7 and d, and on a real host the id of the
// processor that it runs on, leaf b and 1f.
def all = { ->
  def m = machine(), found = [:], own = [1, 7, 0xd] + (board.kind == 'real' ? [0xb, 0x1f] : []), entries = supported().findAll { !((it.function as long) in own*.longValue()) }
  found.got = (m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries as List).reverse().collectEntries { [[it.function as long, it.index as long], [it.flags, it.eax, it.ebx, it.ecx, it.edx].collect { x -> x as long }] }
  found.right = entries.collectEntries { [[it.function as long, it.index as long], [it.flags, it.eax, it.ebx, it.ecx, it.edx].collect { x -> x as long }] }
  found.seen = entries.collectEntries { def e = it; run m, e.function, e.index; [[e.function as long, e.index as long], [m.regs.rax, m.regs.rbx, m.regs.rcx, m.regs.rdx].collect { x -> x as long }] }
  found
}.memoize()
test('KVM_GET_CPUID2 gets each entry that KVM supports as it was set', source: 'api.rst 4.20, 4.42', bringup: 122) {
  // kvm_pvm changes more leaves on some of Intel's processors than on others.
  needs board.kind != 'real' || !new File('/sys/module/kvm_pvm').exists(), 'a KVM with hardware virtualization'
  all().right.each { key, x -> expect { all().got[key] == x } }
}
test('the guest sees each entry that KVM supports as it was set', source: 'api.rst 4.20', bringup: 122) { all().right.each { key, x -> expect { all().seen[key] == x.drop(1) } } }
// Leaves 1 and 7 except for the bits that follow registers: MONITOR (MISC_ENABLE), OSXSAVE and OSPKE (CR4), APIC (its base).
[['1', 1, [ecx: 1L << 3 | 1L << 27, edx: 1L << 9]], ['7', 7, [ebx: 0L, ecx: 1L << 4, edx: 0L]]].each { name, number, follow ->
  test("leaf $name of KVM_GET_CPUID2 has the features that were set, and no others", source: 'api.rst 4.20, 4.42', bringup: 122) {
    def right = supported().find { it.function == number && it.index == 0 }, v = vm { memory at: 0, size: 64.KB; vcpu 0 }.vcpu(0)
    needs right != null, "leaf $name"
    v.ioctl KVM_SET_CPUID2, entries: supported()
    def got = v.ioctl(KVM_GET_CPUID2, nent: 256).entries.find { it.function == number && it.index == 0 }
    follow.each { word, own -> expect { ((got[word] ^ right[word]) & ~own & 0xffffffffL) == 0 } }
  }
}
// Leaf, register and bit number in CPUID, and bit number in CR4. Without CPUID, newer kernels refuse these bits.
[UMIP: [7, 'ecx', 2, 11], LA57: [7, 'ecx', 16, 12], FSGSBASE: [7, 'ebx', 0, 16], PCIDE: [1, 'ecx', 17, 17], OSXSAVE: [1, 'ecx', 26, 18], SMEP: [7, 'ebx', 7, 20],
 SMAP: [7, 'ebx', 20, 21], PKE: [7, 'ecx', 3, 22]].each { name, x ->
  test("KVM_SET_SREGS on a vCPU with the supported CPUID accepts CR4.$name if that CPUID has it, and otherwise refuses it: EINVAL", source: 'arch/x86/kvm/x86.c, kvm_is_valid_sregs', bringup: 122) {
    def (number, word, bit, at) = x
    def there = supported().any { it.function == number && it.index == 0 && (it[word] >> bit & 1) == 1 }, v = vm { memory at: 0, size: 64.KB; vcpu 0 }.vcpu(0), s = v.ioctl KVM_GET_SREGS
    v.ioctl KVM_SET_CPUID2, entries: supported()
    s.cr4 = 1L << at
    if (there) {
      v.ioctl KVM_SET_SREGS, s
      expect { v.ioctl(KVM_GET_SREGS).cr4 == 1L << at }
    } else {
      expect(errno: EINVAL) { v.ioctl KVM_SET_SREGS, s }
    }
  }
}
// APIC ids.
test('KVM_GET_LAPIC has the id of an x2APIC in its upper byte, and with KVM_X2APIC_API_USE_32BIT_IDS in all of its bits', source: 'api.rst 4.57, 7.7', bringup: 122) {
  needs cap: KVM_CAP_X2APIC_API
  [false, true].each { wide ->
    def m = machine()
    if (wide) m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X2APIC_API, args: [KVM_X2APIC_API_USE_32BIT_IDS]
    def v = m.vcpu(3), s = v.ioctl(KVM_GET_SREGS), id = { def a = v.ioctl KVM_GET_LAPIC; (0..3).collect { (a.regs[0x20 + it] & 0xffL) << 8 * it }.sum() }
    expect { id() == 3L << 24 }
    s.apic_base |= 0xc00
    v.ioctl KVM_SET_SREGS, s
    expect { id() == (wide ? 3L : 3L << 24) }
    def a = v.ioctl KVM_GET_LAPIC
    expect { attempt { v.ioctl KVM_SET_LAPIC, a } == null }
    a.regs[0x20] = 5
    if (wide) expect(errno: EINVAL) { v.ioctl KVM_SET_LAPIC, a }
  }
}
