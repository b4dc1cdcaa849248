// MSRs that KVM has rules for: what each reads as, which values are refused and leave the MSR unchanged, what user space may access but the guest may not, and
// which CPUID features are required.
//   kvmsh test scripts/suite/x86/msr-rules.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/msr-rules.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def SEEN = 0x3000, LIST = 0x2000, CODE = 0x1000, GP = 'refused'
// A list of [0, MSR], [1, MSR, low, high]; what is read is stored, and a general protection as well.
def code = asm(x86_64, at: CODE, """
         mov \$$LIST, %esi; mov \$$SEEN, %edi
  next:  lodsl; mov %eax, %ebx; cmp \$-1, %eax; je done
         lodsl; mov %eax, %ecx; movq \$0, 8(%rdi)
         cmp \$1, %ebx; je write
         rdmsr; mov %eax, (%rdi); mov %edx, 4(%rdi); jmp stored
  write: lodsl; mov (%rsi), %edx; add \$4, %esi; wrmsr
  stored: add \$16, %edi; jmp next
  done:  nop; out %al, \$0x80; hlt
  .org 0x100
  fault: movq \$1, 8(%rdi); add \$8, %rsp; movq \$stored, (%rsp); iretq
""")
def AMD = kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries.any { it.function == 0 && it.ebx == 0x68747541L }
def machine = { drop = null ->
  def m = vm {
    irqchip
    memory at: 0, size: 256.KB
    load at: CODE, bytes: code.bytes
    vcpu(0) { long64 CODE, tables: 0x10000; vectors([(13): CODE + 0x100]); regs rsp: 0x9000 }
  }
  def entries = kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries as List
  if (drop) entries.each { if (it.function == drop[0] && it.index == 0) it."${drop[1]}" = it."${drop[1]}" & ~(1L << drop[2]) }
  m.vcpu(0).ioctl KVM_SET_CPUID2, entries: entries
  m
}
def play = { m, list ->
  m.mem SEEN, u64: [0] * (2 * list.size() + 2)
  m.mem LIST, u32: list.collectMany { it[0] == 1 ? [1, it[1], it[2] & 0xffffffffL, (it[2] as long) >>> 32] : it } + [0xffffffffL]
  m.reg rip: CODE, rsp: 0x9000, rflags: 2
  def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s)
  expect { e.name == 'io' && v.run.io.port == 0x80 }
  def seen = m.mem(SEEN, 16 * list.size())
  list.indices.collect { seen.u64(16 * it + 8) ? GP : seen.u64(16 * it) }
}
def read = { m, msr -> play(m, [[0, msr]])[0] }
def write = { m, msr, value -> play(m, [[1, msr, value]])[0] == GP ? GP : 'done' }
def get = { m, msr -> m.vcpu(0).ioctl(KVM_GET_MSRS, entries: [[index: msr]]).entries[0].data }
def set = { m, msr, value -> m.vcpu(0).ioctl KVM_SET_MSRS, entries: [[index: msr, data: value]] }
def has = { m, leaf, register, n -> m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.any { it.function == leaf && it.index == 0 && (it."$register" >> n & 1) == 1 } }

// What each reads as, where it has nothing to say: x86.c, kvm_get_msr_common.
[PLATFORM_ID: [0x17, 0], EBL_CR_POWERON: [0x2a, 0], LASTBRANCHFROMIP: [0x1db, 0], LASTBRANCHTOIP: [0x1dc, 0], LASTINTFROMIP: [0x1dd, 0], LASTINTTOIP: [0x1de, 0], SYSCFG: [0xc0010010L, 0], TSEG_ADDR: [0xc0010112L, 0], TSEG_MASK: [0xc0010113L, 0], INT_PENDING_MSG: [0xc0010055L, 0],
 NB_CFG: [0xc001001fL, 0], MMIO_CONF_BASE: [0xc0010058L, 0], BU_CFG2: [0xc001102aL, 0], PERF_CTL: [0x199, 0], DC_CFG: [0xc0011022L, 0], TW_CFG: [0xc0011023L, 0], F15H_EX_CFG: [0xc001102cL, 0], RAPL_POWER_UNIT: [0x606, 0], PP0_ENERGY: [0x639, 0], PP1_ENERGY: [0x641, 0], PKG_ENERGY: [0x611, 0], DRAM_ENERGY: [0x619, 0],
 FSB_FREQ: [0xcd, 3], EBC_FREQUENCY_ID: [0x2c, 1 << 24], PERF_STATUS: [0x198, 1000L | 4L << 40], K7_CLK_CTL: [0xc001001bL, 0x20000000], BBL_CR_CTL3: [0x11e, 0xbe702111L], MTRRcap: [0xfe, 0x508], P5_MC_ADDR: [0, 0], P5_MC_TYPE: [1, 0], HWCR: [0xc0010015L, 0], MCG_STATUS: [0x17a, 0], PAT: [0x277, 0x0007040600070406L], K7_EVNTSEL1: [0xc0010001L, 0]].each { name, x ->
  test("$name reads as ${Long.toHexString(x[1] as long)} in a new guest", source: 'x86.c, kvm_get_msr_common', bringup: 142) { expect { read(machine(), x[0]) == x[1] } }
}
// Writes that do nothing: x86.c, kvm_set_msr_common.
[NB_CFG: 0xc001001fL, UCODE_WRITE: 0x79, PATCH_LOADER: 0xc0010020L, BU_CFG2: 0xc001102aL, DC_CFG: 0xc0011022L, TW_CFG: 0xc0011023L, F15H_EX_CFG: 0xc001102cL, K7_CLK_CTL: 0xc001001bL, BBL_CR_CTL3: 0x11e, UCODE_REV: 0x8b].each { name, msr ->
  test("a write to $name is taken and changes nothing", source: 'x86.c, kvm_set_msr_common', bringup: 142) { def m = machine(), before = read(m, msr); expect { write(m, msr, 0x1234) == 'done' && read(m, msr) == before } }
}
// Values that are refused, and leave the register.
[['HWCR with bit 0', 0xc0010015L, 1], ['HWCR with bit 20', 0xc0010015L, 1 << 20],
 ['MMIO_CONF_BASE', 0xc0010058L, 1], ['PAT with type 2', 0x277, 0x0007040600070402L], ['PAT with type 3', 0x277, 0x0307040600070406L], ['PAT with type 8', 0x277, 0x0007080600070406L], ['MTRR_DEF_TYPE with type 2', 0x2ff, 0xc02], ['MTRR_DEF_TYPE with bit 12', 0x2ff, 0x1c06], ['a fixed MTRR with type 7', 0x250, 7], ['a variable MTRR with type 3', 0x200, 3],
 ['a variable MTRR with bit 8', 0x200, 0x106], ['a mask of an MTRR with bit 10', 0x201, 0x400], ['MTRRcap', 0xfe, 0x508], ['EFER with bit 2', 0xc0000080L, 0xd04], ['SYSENTER_CS of a guest, in a register that there is not', 0x12345, 0], ['PLATFORM_INFO', 0xce, 1], ['MISC_FEATURES_ENABLES with bit 1', 0x140, 2], ['MCG_CAP', 0x179, 0], ['MC0_STATUS', 0x401, 1], ['ARCH_CAPABILITIES', 0x10a, 1],
 ['SMBASE', 0x9e, 0x1000], ['SMI_COUNT', 0x34, 5], ['XSS with bit 40', 0xda0, 1L << 40], ['an address of the saved host state that is no page', 0xc0010117L, 0x1001], ['VM_CR with bit 10', 0xc0010114L, 1 << 10], ['PERF_CAPABILITIES', 0x345, 1 << 20], ['DE_CFG with bit 0', 0xc0011029L, 1], ['PRED_CMD with bit 4', 0x49, 0x10], ['SPEC_CTRL with bit 40', 0x48, 1L << 40]].each { name, msr, value ->
  test("a write of ${Long.toHexString(value as long)} to $name: a general protection, and it stays", source: 'x86.c, kvm_set_msr_common', bringup: 142) {
    def m = machine(), before = read(m, msr)
    needs AMD || !['saved host', 'VM_CR', 'DE_CFG', 'HWCR', 'MMIO_CONF'].any { name.contains it }, "AMD's processor"
    expect { write(m, msr, value) == GP && read(m, msr) == before }
  }
}
// These the guest reaches without an exit: user space is refused.
[['LSTAR that is not canonical', 0xc0000082L, 1L << 60], ['CSTAR that is not canonical', 0xc0000083L, 1L << 61], ['FS_BASE that is not canonical', 0xc0000100L, 1L << 59], ['GS_BASE that is not canonical', 0xc0000101L, 1L << 63], ['KERNEL_GS_BASE that is not canonical', 0xc0000102L, 1L << 62]].each { name, msr, value ->
  test("a write of ${Long.toHexString(value as long)} to $name: KVM_SET_MSRS does not take it, and it stays", source: 'x86.c, __kvm_set_msr', bringup: 142) { def m = machine(), before = get(m, msr); expect { set(m, msr, value) == 0 && get(m, msr) == before && read(m, msr) == before } }
}
[['HWCR with what is ignored', 0xc0010015L, 0x148, 0], ['HWCR with McStatusWrEn', 0xc0010015L, 1 << 18, 1 << 18], ['TSC_AUX with a bit above 32', 0xc0000103L, 0x5_0000_0007L, 7], ['POWER_CTL', 0x1fc, 0x41, 0x41], ['OSVW_ID_LENGTH', 0xc0010140L, 4, null], ['the address of the saved host state', 0xc0010117L, 0x5000, 0x5000]].each { name, msr, value, right ->
  test("a write of ${Long.toHexString(value as long)} to $name is taken, and what stays is read", source: 'x86.c, kvm_set_msr_common; svm.c, svm_set_msr', bringup: 142) {
    def m = machine()
    needs AMD, "AMD's processor"
    if (right == null) { needs has(m, 0x80000001L, 'ecx', 9), 'OSVW'; right = value }
    expect { write(m, msr, value) == 'done' && read(m, msr) == right && get(m, msr) == right }
  }
}
test('VM_CR: SVMDIS is set by the guest, and what is locked stays', source: 'APM 2 15.30.1', bringup: 142) {
  def m = machine()
  needs AMD && has(m, 0x80000001L, 'ecx', 2), 'SVM'
  expect { write(m, 0xc0010114L, 0x10) == 'done' && read(m, 0xc0010114L) == 0x10 && write(m, 0xc0010114L, 8) == 'done' && (read(m, 0xc0010114L) & 0x10) == 0x10 }
}
// User space may, the guest may not.
[SMBASE: [0x9e, 0x31000], SMI_COUNT: [0x34, 7], PLATFORM_INFO: [0xce, 0x80000000L], UCODE_REV: [0x8b, 0x1234_0000_0000L], ARCH_CAPABILITIES: [0x10a, 0x20]].each { name, x ->
  test("$name: set by user space and read back, not changed by the guest", source: 'x86.c, kvm_set_msr_common', bringup: 142) { def m = machine(); needs set(m, x[0], x[1]) == 1, name; write m, x[0], 0; expect { get(m, x[0]) == x[1] } }
}
// What a CPUID bit is needed for.
[[0xc0000103L, [0x80000001L, 'edx', 27], 'TSC_AUX', 'RDTSCP'], [0xc0010140L, [0x80000001L, 'ecx', 9], 'OSVW_ID_LENGTH', 'OSVW'], [0xc0010141L, [0x80000001L, 'ecx', 9], 'OSVW_STATUS', 'OSVW']].each { msr, bit, name, feature ->
  test("$name cannot be written without $feature", source: 'x86.c, kvm_set_msr_common', bringup: 142) {
    def m = machine(bit)
    needs kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries.any { it.function == bit[0] && (it."${bit[1]}" >> bit[2] & 1) == 1 } && !(name == 'TSC_AUX' && has(m, 7, 'ecx', 22)), feature
    expect { write(m, msr, 0) == GP }
  }
}
[['NX', 'edx', 20, 0x800], ['LM', 'edx', 29, 0x100], ['SVM', 'ecx', 2, 0x1000]].each { name, register, n, bit ->
  test("EFER's bit of $name needs its CPUID bit", source: 'x86.c, kvm_valid_efer', bringup: 142) {
    def m = machine([0x80000001L, register, n]), with = machine()
    needs has(with, 0x80000001L, register, n), name
    def efer = get with, 0xc0000080L
    expect { write(with, 0xc0000080L, efer | bit) == 'done' && write(m, 0xc0000080L, efer | bit) == GP }
  }
}
[['MC0_CTL with all bits', 0x400, -1L, 'done'], ['MC0_CTL with none', 0x400, 0, 'done'], ['MC0_CTL with others', 0x400, 0x1234567, GP], ['MC0_STATUS with 0', 0x401, 0, 'done'], ['MCG_CTL with others', 0x17b, 0x5, GP], ['a bank that there is not', 0x47c, 0, GP]].each { name, msr, value, right ->
  test("machine check register: $name is ${right == GP ? 'refused' : 'taken'}", source: 'x86.c, set_msr_mce', bringup: 142) {
    def m = machine(), cap = m.allocate(8)
    needs cap: KVM_CAP_MCE
    cap.write 0, [10, 1, 0, 0, 0, 0, 0, 0] as byte[]
    m.vcpu(0).ioctl KVM_X86_SETUP_MCE, cap
    expect { write(m, msr, value) == right }
  }
}
test('the TSC of the guest is what it writes, and TSC_ADJUST follows', source: 'SDM 3B 17.17.3', bringup: 142) {
  def m = machine()
  needs has(m, 7, 'ebx', 1) && board.kind != 'real', 'TSC_ADJUST'
  expect { write(m, 0x3b, 0) == 'done' && write(m, 0x10, 1L << 52) == 'done' && (read(m, 0x10) >>> 52) == 1 && get(m, 0x3b) > 1L << 51 }
  expect { write(m, 0x3b, 0) == 'done' && read(m, 0x10) < 1L << 51 }
}
