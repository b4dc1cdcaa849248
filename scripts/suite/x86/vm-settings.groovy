// Capabilities that are enabled for a VM or a vCPU of x86: disabled exits, the boot vCPU, the highest vCPU id, quirks, failed emulation, PLATFORM_INFO, machine
// checks, TPR access reports, MMU pages, addresses for Intel's processors, and PMU event filters.
//   kvmsh test scripts/suite/x86/vm-settings.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/vm-settings.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def SEEN = 0x3000
def bare = 0x4020
def handler = asm(x86_64, at: 0x4000, "coded: pop ${SEEN + 8}; jmp bare\n .org 0x20\n bare: pop ${SEEN}; nop; out %al, \$0x99; hlt")
def machine = { text, chip = true, settings = [:] ->
  def m = vm {
    if (chip) irqchip
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: asm(x86_64, at: 0x1000, text + '\n nop; out %al, $0x98; hlt').bytes
    load at: 0x4000, bytes: handler.bytes
    cpuid
    settings.each { cap, value -> ioctl KVM_ENABLE_CAP, cap: cap, args: [value] }
    vcpu(0) { long64 0x1000, tables: 0x10000; vectors([(6): bare, (13): 0x4000, (18): bare]); regs rsp: 0x9000, rbx: 0xd0000000L }
  }
  m.mem SEEN, u64: [0, 0]
  m
}
def enable = { m, cap, value -> m.ioctl KVM_ENABLE_CAP, cap: cap, args: [value] }
def go = { m -> def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s); e.name == 'io' ? v.run.io.port : e.name }
def empty = { vm { memory at: 0, size: 64.KB } }

test('KVM_CAP_SET_BOOT_CPU_ID: that vCPU is runnable and has the bootstrap bit, the others have not; behind a vCPU: EBUSY', source: 'api.rst 4.33', bringup: 122) {
  needs cap: KVM_CAP_SET_BOOT_CPU_ID
  def m = vm { irqchip; memory at: 0, size: 64.KB; ioctl KVM_SET_BOOT_CPU_ID, 1; vcpu 0; vcpu 1 }
  expect { (0..1).collect { m.vcpu(it).ioctl(KVM_GET_MP_STATE).mp_state } == [KVM_MP_STATE_UNINITIALIZED, KVM_MP_STATE_RUNNABLE] && (0..1).collect { m.vcpu(it).ioctl(KVM_GET_SREGS).apic_base & 0x100 } == [0, 0x100] }
  expect(errno: EBUSY) { m.ioctl KVM_SET_BOOT_CPU_ID, 0 }
}
test('KVM_CAP_MAX_VCPU_ID: the last id is created, the next is refused, and it is set once', source: 'api.rst, KVM_CAP_MAX_VCPU_ID', bringup: 122) {
  def m = empty(), most = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPU_ID)
  needs attempt { enable m, KVM_CAP_MAX_VCPU_ID, 5 } == null, 'KVM_CAP_MAX_VCPU_ID that can be set'
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, 5 }
  expect { m.ioctl(KVM_CREATE_VCPU, 4) > 0 }
  expect(errno: EINVAL) { enable m, KVM_CAP_MAX_VCPU_ID, 6 }
  expect(errno: EINVAL) { enable empty(), KVM_CAP_MAX_VCPU_ID, most + 1 }
}
test('KVM_CAP_X86_DISABLE_EXITS with an exit that there is not: EINVAL', source: 'api.rst 7.13', bringup: 122) { needs cap: KVM_CAP_X86_DISABLE_EXITS; expect(errno: EINVAL) { enable empty(), KVM_CAP_X86_DISABLE_EXITS, 1 << 10 } }

// Quirks.
test('KVM_X86_QUIRK_LINT0_REENABLED: the first local line takes the PIC, and without it is masked', source: 'api.rst 7.21', bringup: 122) {
  needs cap: KVM_CAP_DISABLE_QUIRKS2
  expect { (machine('nop').vcpu(0).ioctl(KVM_GET_LAPIC).regs[0x351] & 7) == 7 && (machine('nop').vcpu(0).ioctl(KVM_GET_LAPIC).regs[0x352] & 1) == 0 }
  expect { (machine('nop', true, [(KVM_CAP_DISABLE_QUIRKS2): KVM_X86_QUIRK_LINT0_REENABLED]).vcpu(0).ioctl(KVM_GET_LAPIC).regs[0x352] & 1) == 1 }
}
test('KVM_X86_QUIRK_CD_NW_CLEARED: a new vCPU has CD and NW; after INIT too without the quirk', source: 'api.rst 7.21', bringup: 122) {
  def m = vm { irqchip; memory at: 0, size: 64.KB; vcpu 0 }
  expect { m.vcpu(0).ioctl(KVM_GET_SREGS).cr0 == 0x60000010L }
}
test('KVM_X86_QUIRK_OUT_7E_INC_RIP: at an exit of port 7e rip is behind the instruction, and without the quirk at it', source: 'api.rst 7.21', bringup: 122) {
  needs cap: KVM_CAP_DISABLE_QUIRKS2
  def m = machine('nop; out %al, $0x7e')
  expect { go(m) == 0x7e && m.regs.rip == 0x1003 }
  m = machine('nop; out %al, $0x7e', true, [(KVM_CAP_DISABLE_QUIRKS2): KVM_X86_QUIRK_OUT_7E_INC_RIP])
  expect { go(m) == 0x7e && m.regs.rip == 0x1001 }
}
test('KVM_X86_QUIRK_MISC_ENABLE_NO_MWAIT: without it MONITOR of CPUID follows the MSR', source: 'api.rst 7.21', bringup: 122) {
  needs cap: KVM_CAP_DISABLE_QUIRKS2
  def has = { m -> (m.vcpu(0).ioctl(KVM_GET_CPUID2, nent: 256).entries.find { it.function == 1 }.ecx >> 3 & 1) == 1 }, set = { m, on -> m.vcpu(0).ioctl KVM_SET_MSRS, entries: [[index: 0x1a0, data: on ? 0x40001 : 1]] }
  def m = machine('nop', true, [(KVM_CAP_DISABLE_QUIRKS2): KVM_X86_QUIRK_MISC_ENABLE_NO_MWAIT])
  expect { set(m, true) == 1 && has(m) && set(m, false) == 1 && !has(m) }
}
test('KVM_X86_QUIRK_FIX_HYPERCALL_INSN: the hypercall of the other vendor is replaced, and without the quirk is no instruction', source: 'api.rst 7.21', bringup: 122) {
  needs cap: KVM_CAP_DISABLE_QUIRKS2
  needs board.kind != 'real', 'hypercalls of a guest in ring 0'
  def m = machine('mov $0x7777, %eax; vmcall')
  expect { go(m) == 0x98 && m.regs.rax == -1000 && m.mem(0x1005, 3).bytes.collect { it & 0xff } == [0x0f, 1, 0xd9] || m.mem(0x1007, 1).bytes[0] == 0xc1 - 256 }
  m = machine('mov $0x7777, %eax; vmcall; nop; vmmcall', true, [(KVM_CAP_DISABLE_QUIRKS2): KVM_X86_QUIRK_FIX_HYPERCALL_INSN])
  expect { go(m) == 0x99 }
}
test('KVM_X86_QUIRK_MWAIT_NEVER_UD_FAULTS: MWAIT without its CPUID bit is done, and without the quirk is no instruction', source: 'api.rst 7.21', bringup: 122) {
  needs cap: KVM_CAP_DISABLE_QUIRKS2
  needs board.kind != 'real', 'MWAIT of a guest in ring 0'
  expect { go(machine('xor %ecx, %ecx; mov $0x5000, %eax; xor %edx, %edx; monitor')) == 0x98 }
  def m = machine('xor %ecx, %ecx; mov $0x5000, %eax; xor %edx, %edx; monitor', true, [(KVM_CAP_DISABLE_QUIRKS2): KVM_X86_QUIRK_MWAIT_NEVER_UD_FAULTS])
  expect { go(m) == 0x99 }
}
test('KVM_CAP_DISABLE_QUIRKS2 with a quirk that there is not: EINVAL, and its value is the mask', source: 'api.rst 7.21', bringup: 122) { needs cap: KVM_CAP_DISABLE_QUIRKS2; def all = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_DISABLE_QUIRKS2); expect { (all & 0x1f) == 0x1f }; expect(errno: EINVAL) { enable empty(), KVM_CAP_DISABLE_QUIRKS2, 1L << 30 } }

// What KVM cannot emulate: an instruction of MMX whose operand is no memory.
test('an instruction that KVM cannot emulate: an internal error with its bytes', source: 'api.rst 5, KVM_EXIT_INTERNAL_ERROR', bringup: 122) {
  def m = machine('nop; paddd (%rbx), %mm0'), v = m.vcpu(0)
  expect { go(m) == 'internal_error' && v.run.internal.suberror == KVM_INTERNAL_ERROR_EMULATION && m.regs.rip == 0x1001 }
  needs v.run.emulation_failure.ndata >= 3, 'the bytes of the instruction'
  expect { (v.run.emulation_failure.flags & KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES) != 0 && v.run.emulation_failure.insn_size >= 3 && (0..2).collect { v.run.emulation_failure.insn_bytes[it] & 0xff } == [0x0f, 0xfe, 0x03] }
}
// PLATFORM_INFO.
test('KVM_CAP_MSR_PLATFORM_INFO: the guest reads the MSR, and cannot when it is off', source: 'api.rst 7.12', bringup: 122) {
  needs cap: KVM_CAP_MSR_PLATFORM_INFO
  def m = machine('mov $0xce, %ecx; rdmsr')
  expect { m.vcpu(0).ioctl(KVM_SET_MSRS, entries: [[index: 0xce, data: 0x80000800]]) == 1 && go(m) == 0x98 && m.regs.rax == 0x80000800L }
  m = machine('mov $0xce, %ecx; rdmsr', true, [(KVM_CAP_MSR_PLATFORM_INFO): 0])
  expect { go(m) == 0x99 }
}
// Machine checks.
def mce = { text, banks = 10 -> def m = machine(text), s = m.vcpu(0).ioctl(KVM_GET_SREGS), cap = m.allocate(8); s.cr4 |= 0x40; m.vcpu(0).ioctl KVM_SET_SREGS, s; cap.write 0, [banks, 1, 0, 0, 0, 0, 0, 0] as byte[]; m.vcpu(0).ioctl KVM_X86_SETUP_MCE, cap; m }
def msr = { m, index -> m.vcpu(0).ioctl(KVM_GET_MSRS, entries: [[index: index]]).entries[0].data }
test('KVM_X86_SETUP_MCE: the banks are in MCG_CAP, and their control registers are on', source: 'api.rst 4.107', bringup: 122) {
  needs cap: KVM_CAP_MCE
  def m = mce('nop', 5)
  expect { msr(m, 0x179) == 0x105 && msr(m, 0x17b) == -1 && (0..4).every { msr(m, 0x400 + 4 * it) == -1 } }
  expect(errno: EINVAL) { mce 'nop', 0 }
  expect(errno: EINVAL) { mce 'nop', 33 }
}
test('KVM_X86_SET_MCE of a corrected error: its bank has it, and the guest is not interrupted', source: 'api.rst 4.108', bringup: 122) {
  needs cap: KVM_CAP_MCE
  def m = mce('nop')
  m.vcpu(0).ioctl KVM_X86_SET_MCE, status: 1L << 63 | 0x123, addr: 0x5000, misc: 0x77, mcg_status: 0, bank: 3
  expect { go(m) == 0x98 && [0x40d, 0x40e, 0x40f].collect { msr(m, it) } == [1L << 63 | 0x123, 0x5000, 0x77] && msr(m, 0x409) == 0 }
}
test('KVM_X86_SET_MCE of an uncorrected error: a machine check, MCG_STATUS, and its bank', source: 'api.rst 4.108', bringup: 122) {
  needs cap: KVM_CAP_MCE
  def m = mce('nop; nop')
  m.vcpu(0).ioctl KVM_X86_SET_MCE, status: 7L << 61 | 0x155, addr: 0x6000, misc: 0x88, mcg_status: 5, bank: 2
  expect { go(m) == 0x99 && [0x409, 0x40a, 0x40b].collect { msr(m, it) } == [7L << 61 | 0x155, 0x6000, 0x88] && msr(m, 0x17a) == 5 }
}
test('KVM_X86_SET_MCE of a bank that there is not, or of what is not valid: EINVAL; without CR4.MCE an uncorrected error shuts down', source: 'api.rst 4.108', bringup: 122) {
  needs cap: KVM_CAP_MCE
  def m = mce('nop')
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_X86_SET_MCE, status: 1L << 63, bank: 10 }
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_X86_SET_MCE, status: 1, bank: 1 }
  def s = m.vcpu(0).ioctl KVM_GET_SREGS
  s.cr4 &= ~0x40L
  m.vcpu(0).ioctl KVM_SET_SREGS, s
  m.vcpu(0).ioctl KVM_X86_SET_MCE, status: 7L << 61, bank: 1, mcg_status: 5
  expect { go(m) == 'shutdown' }
}
// The task priority for user space.
test('KVM_TPR_ACCESS_REPORTING: an access to the task priority is an exit with its address and direction, and none when it is off', source: 'api.rst 5, KVM_EXIT_TPR_ACCESS', bringup: 122) {
  needs cap: KVM_CAP_VAPIC
  [['movl $0x20, 0x80(%rbx)', 1], ['mov 0x80(%rbx), %eax', 0]].each { text, write ->
    def m = machine("nop; $text"), v = m.vcpu(0)
    m.reg rbx: 0xfee00000L
    v.ioctl KVM_TPR_ACCESS_REPORTING, enabled: 1
    expect { go(m) == 'tpr_access' && v.run.tpr_access.is_write == write && v.run.tpr_access.rip >= 0x1001 && v.run.tpr_access.rip <= 0x1001 + asm(x86_64, at: 0, text).bytes.length }
    expect { go(m) == 0x98 }
    v.ioctl KVM_TPR_ACCESS_REPORTING, enabled: 0
    m.reg rip: 0x1000, rbx: 0xfee00000L
    expect { go(m) == 0x98 }
  }
}
test('KVM_SET_VAPIC_ADDR: the task priority at that address is that of the APIC, both ways', source: 'api.rst 4.48', bringup: 122) {
  needs cap: KVM_CAP_VAPIC
  def m = machine('mov 0x5000, %eax'), v = m.vcpu(0)
  v.ioctl KVM_SET_VAPIC_ADDR, struct('kvm_vapic_addr', vapic_addr: 0x5000)
  m.mem 0x5000, u64: 0x50
  expect { go(m) == 0x98 && (v.ioctl(KVM_GET_LAPIC).regs[0x80] & 0xff) == 0x50 }
  expect(errno: EINVAL) { machine('nop', false).vcpu(0).ioctl KVM_SET_VAPIC_ADDR, struct('kvm_vapic_addr', vapic_addr: 0x5000) }
}
test('KVM_SET_NR_MMU_PAGES: read back; too few: EINVAL', source: 'api.rst 4.51', bringup: 122) {
  def m = empty()
  m.ioctl KVM_SET_NR_MMU_PAGES, 128
  if (attempt { m.ioctl KVM_GET_NR_MMU_PAGES } == null) expect { m.ioctl(KVM_GET_NR_MMU_PAGES) == 128 }              // newer kernels have no such call
  expect(errno: EINVAL) { m.ioctl KVM_SET_NR_MMU_PAGES, 10 }
}
test('KVM_SET_TSS_ADDR beyond the last 3 pages, and KVM_SET_IDENTITY_MAP_ADDR behind a vCPU: EINVAL', source: 'api.rst 4.36, 4.41', bringup: 122) {
  def m = vm { vcpu 0 }, at = m.allocate(8)
  expect(errno: EINVAL) { m.ioctl KVM_SET_TSS_ADDR, 0xffffe000L }
  expect(errno: EINVAL) { m.ioctl KVM_SET_IDENTITY_MAP_ADDR, at }
}
test('KVM_SET_PMU_EVENT_FILTER: an action or a flag that there is not: EINVAL, too many events: E2BIG, and both actions are taken', source: 'api.rst 4.120', bringup: 122) {
  needs cap: KVM_CAP_PMU_EVENT_FILTER
  def m = empty()
  [KVM_PMU_EVENT_ALLOW, KVM_PMU_EVENT_DENY].each { action -> expect { attempt { m.ioctl KVM_SET_PMU_EVENT_FILTER, action: action, events: [0x76, 0xc0] } == null } }
  expect(errno: EINVAL) { m.ioctl KVM_SET_PMU_EVENT_FILTER, action: 7 }
  expect(errno: EINVAL) { m.ioctl KVM_SET_PMU_EVENT_FILTER, action: KVM_PMU_EVENT_ALLOW, flags: 1 << 9 }
  expect(errno: E2BIG) { m.ioctl KVM_SET_PMU_EVENT_FILTER, action: KVM_PMU_EVENT_ALLOW, events: (1..301).collect { it } }
}
test('KVM_CAP_VM_DISABLE_NX_HUGE_PAGES: a nonzero argument, or a VM that has a vCPU: EINVAL', source: 'api.rst 8.38', bringup: 122) {
  needs cap: KVM_CAP_VM_DISABLE_NX_HUGE_PAGES
  def m = empty()
  [1, 2, 1L << 32].each { value -> expect(errno: EINVAL) { enable m, KVM_CAP_VM_DISABLE_NX_HUGE_PAGES, value } }
  needs attempt { enable m, KVM_CAP_VM_DISABLE_NX_HUGE_PAGES, 0 } == null, 'CAP_SYS_BOOT'
  m.ioctl KVM_CREATE_VCPU, 0
  expect(errno: EINVAL) { enable m, KVM_CAP_VM_DISABLE_NX_HUGE_PAGES, 0 }
}
test('KVM_CAP_X86_APIC_BUS_CYCLES_NS: 0, a time that overflows, or a VM that has a vCPU: EINVAL; without an APIC: ENXIO', source: 'api.rst 7.35', bringup: 122) {
  needs cap: KVM_CAP_X86_APIC_BUS_CYCLES_NS
  def cycle = { m, value -> enable m, KVM_CAP_X86_APIC_BUS_CYCLES_NS, value }, most = Long.divideUnsigned(-1L, 0xffffffffL * 128)
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_X86_APIC_BUS_CYCLES_NS) == 1 }
  expect(errno: ENXIO) { cycle empty(), 10 }
  def m = vm { irqchip; memory at: 0, size: 64.KB }
  [0, most + 1, -1L].each { value -> expect(errno: EINVAL) { cycle m, value } }
  [most, 1, 40].each { value -> expect { attempt { cycle m, value } == null } }
  m.ioctl KVM_CREATE_VCPU, 0
  expect(errno: EINVAL) { cycle m, 40 }
}
[1, 10, 40, 100].each { cycle ->
  test("KVM_CAP_X86_APIC_BUS_CYCLES_NS of $cycle: the APIC timer counts down by one every $cycle ns", source: 'api.rst 7.35', bringup: 122) {
    needs cap: KVM_CAP_X86_APIC_BUS_CYCLES_NS
    def m = vm { irqchip; memory at: 0, size: 64.KB; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_APIC_BUS_CYCLES_NS, args: [cycle]; vcpu 0 }
    def v = m.vcpu(0), s = v.ioctl(KVM_GET_LAPIC)
    def set = { at, value -> (0..3).each { s.regs[at + it] = (value >> 8 * it & 0xff) as byte } }
    def count = { -> def now = v.ioctl KVM_GET_LAPIC; (0..3).sum { (now.regs[0x390 + it] & 0xffL) << 8 * it } }
    [(0xf0): 0x1ff, (0x320): 0x10030, (0x3e0): 0xb, (0x380): 0xffffffffL, (0x390): 0xffffffffL].each { at, value -> set at, value }     // on, masked, by 1
    v.ioctl KVM_SET_LAPIC, s
    // Each count is read between two clock readings: the time that passed is between the inner and the outer difference of these.
    def clock = { -> m.ioctl(KVM_GET_CLOCK).clock }, sample = { -> [clock(), count(), clock()] }
    def a = sample(), until = a[2] + 200_000_000L
    while (clock() < until) { }
    def b = sample(), passed = (a[1] - b[1]) * cycle
    expect { passed >= (b[0] - a[2]) * 0.98 - 2 * cycle && passed <= (b[2] - a[0]) * 1.02 + 2 * cycle }
  }
}
