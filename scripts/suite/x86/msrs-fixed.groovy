// MSRs that KVM provides because guests look for them, and that keep no value: what each reads as, which writes are ignored and which cause a general
// protection fault; and MSRs whose writes have side effects.
//   kvmsh test scripts/suite/x86/msrs-fixed.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/msrs-fixed.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def machine = {
  vm {
    cpuid
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: 'rdmsr; hlt; .org 0x20; wrmsr; hlt; .org 0x40; mov $1, %edi; hlt; .org 0x60; rdtsc; mov %eax, %esi; mov %edx, %edi; xor %eax, %eax; mov $0x100, %edx; wrmsr; rdtsc; hlt'
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(13): 0x1040]); regs rsp: 0x9000 }
  }
}
// What the guest's access is: the value that it read, 'done', or 'refused' by a general protection.
def access = { m, write, msr, long value ->
  def v = m.vcpu(0)
  v.reg rip: write ? 0x1020 : 0x1000, rcx: msr, rax: value & 0xffffffffL, rdx: value >>> 32, rdi: 0, rsp: 0x9000
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'hlt' }
  def r = v.ioctl KVM_GET_REGS
  r.rdi ? 'refused' : write ? 'done' : r.rdx << 32 | r.rax
}
def read = { m, msr -> access m, false, msr, 0x5555555566666666L }
def write = { m, msr, value -> access m, true, msr, value }
def got = { m, msr -> m.vcpu(0).ioctl(KVM_GET_MSRS, entries: [[index: msr]]).entries[0].data }

def IGNORED = [AMD64_NB_CFG: 0xc001001fL, AMD64_BU_CFG2: 0xc001102aL, AMD64_DC_CFG: 0xc0011022L, AMD64_TW_CFG: 0xc0011023L, F15H_EX_CFG: 0xc001102cL]
def ZERO = IGNORED + [IA32_PLATFORM_ID: 0x17, IA32_EBL_CR_POWERON: 0x2a, AMD64_SYSCFG: 0xc0010010L, K8_TSEG_ADDR: 0xc0010112L, K8_TSEG_MASK: 0xc0010113L, K8_INT_PENDING_MSG: 0xc0010055L,
                      FAM10H_MMIO_CONF_BASE: 0xc0010058L, IA32_PERF_CTL: 0x199, RAPL_POWER_UNIT: 0x606, PP0_ENERGY_STATUS: 0x639, PP1_ENERGY_STATUS: 0x641, PKG_ENERGY_STATUS: 0x611, DRAM_ENERGY_STATUS: 0x619]
ZERO.each { name, msr -> test("$name is 0 for the guest and for user space", source: 'arch/x86/kvm/x86.c, kvm_get_msr_common', bringup: 142) { def m = machine(); expect { read(m, msr) == 0 && got(m, msr) == 0 } } }
IGNORED.each { name, msr ->
  test("$name: a write of the guest is ignored", source: 'arch/x86/kvm/x86.c, kvm_set_msr_common', bringup: 142) {
    def m = machine()
    expect { write(m, msr, 0x1122334455667788L) == 'done' && read(m, msr) == 0 }
  }
}
test('the base of the configuration space is 0 and stays so: a general protection', source: 'arch/x86/kvm/x86.c, kvm_set_msr_common', bringup: 142) {
  def m = machine()
  expect { write(m, 0xc0010058L, 0) == 'done' && write(m, 0xc0010058L, 0xe0000021L) == 'refused' }
}
test('the frequency of a processor is the one of KVM, and cannot be written', source: 'arch/x86/kvm/x86.c, kvm_get_msr_common', bringup: 142) {
  def m = machine()
  expect { read(m, 0x198) == (1000L | 4L << 40) && write(m, 0x198, 1) == 'refused' }
}
test('the version of the microcode is what user space sets; a write of the guest is ignored', source: 'arch/x86/kvm/x86.c, kvm_set_msr_common', bringup: 142) {
  def m = machine()
  expect { m.vcpu(0).ioctl(KVM_SET_MSRS, entries: [[index: 0x8b, data: 0x0a0011d500000000L]]) == 1 }
  expect { read(m, 0x8b) == 0x0a0011d500000000L && write(m, 0x8b, 0x77) == 'done' && read(m, 0x8b) == 0x0a0011d500000000L }
}
[3, 6, 8].each { bit -> test("K7_HWCR: a write of bit $bit is ignored", source: 'arch/x86/kvm/x86.c, kvm_set_msr_common', bringup: 142) { def m = machine(); expect { write(m, 0xc0010015L, 1L << bit) == 'done' && read(m, 0xc0010015L) == 0 } } }
test('K7_HWCR: McStatusWrEn is kept, and other bits are a general protection', source: 'arch/x86/kvm/x86.c, kvm_set_msr_common', bringup: 142) {
  def m = machine()
  expect { write(m, 0xc0010015L, 1L << 18) == 'done' && read(m, 0xc0010015L) == 1L << 18 }
  [0, 1, 32].each { bit -> expect { write(m, 0xc0010015L, 1L << bit) == 'refused' && read(m, 0xc0010015L) == 1L << 18 } }
}
test('TSC_ADJUST: a write of the guest moves its TSC by the difference, and one of user space does not', source: 'SDM 3B 18.17.3', bringup: 142) {
  def m = machine(), v = m.vcpu(0)
  needs v.ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == 7 && it.index == 0 && (it.ebx >> 1 & 1) == 1 }, 'TSC_ADJUST'
  def far = 1L << 40
  expect { v.ioctl(KVM_SET_MSRS, entries: [[index: 0x3b, data: 0]]) == 1 }
  v.reg rip: 0x1060, rcx: 0x3b
  expect { v.ioctl(KVM_RUN, within: 20.s).name == 'hlt' }
  def r = v.ioctl(KVM_GET_REGS), before = r.rdi << 32 | r.rsi, after = r.rdx << 32 | r.rax
  expect { got(m, 0x3b) == far }
  expect { after - before >= far && after - before < 2 * far }
  expect { v.ioctl(KVM_SET_MSRS, entries: [[index: 0x3b, data: 0]]) == 1 && got(m, 0x10) - after >= 0 }
}
