// Whether KVM on arm64, riscv64 and ppc64 does what its capabilities say: where KVM_CHECK_EXTENSION returns a limit, the call works up to that limit; where it returns
// 0, the call is refused; /dev/kvm and a VM return the same; and the capabilities that each architecture's KVM has. x86 has its own script.
//   kvmsh test scripts/suite/capabilities.groovy -b qemu:arm64
//   kvmsh test scripts/suite/capabilities.groovy -b qemu:ppc64

needs boards: ['arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']

def START = [arm64: 0x40000000L, riscv64: 0x80000000L, ppc64: 0L][board.arch]
def machine = { -> vm { if (board.arch == 'ppc64') platform SPAPR; memory at: START, size: 16.MB; vcpu(0) { start START + 0x1000 } } }
def empty = { -> vm { memory at: START, size: 16.MB } }
def of = { cap, m = null -> (m ?: kvm).ioctl KVM_CHECK_EXTENSION, cap }
def enable = { on, cap, args = [] -> on.ioctl KVM_ENABLE_CAP, cap: cap, args: args }
def device = { m, type -> m.ioctl KVM_CREATE_DEVICE, type: type }
// What works if the capability is 1; null: nothing to call. The value is 1 or 0.
def CALLS = [
  USER_MEMORY: [KVM_CAP_USER_MEMORY, { m -> empty() }], ONE_REG: [KVM_CAP_ONE_REG, { m -> m.vcpu(0).reg 'pc' }],
  MP_STATE: [KVM_CAP_MP_STATE, { m -> m.vcpu(0).ioctl KVM_GET_MP_STATE }],
  IOEVENTFD: [KVM_CAP_IOEVENTFD, { m -> m.ioeventfd mmio: 0x10000000L + 0x100000000L, length: 4 }], IOEVENTFD_ANY_LENGTH: [KVM_CAP_IOEVENTFD_ANY_LENGTH, { m -> def e = m.ioeventfd(mmio: 0x110000000L, length: 4); m.ioctl KVM_IOEVENTFD, addr: 0x110000100L, len: 0, fd: e.fd }],
  SET_GUEST_DEBUG: [KVM_CAP_SET_GUEST_DEBUG, { m -> m.vcpu(0).ioctl KVM_SET_GUEST_DEBUG, control: 0 }], BINARY_STATS_FD: [KVM_CAP_BINARY_STATS_FD, { m -> m.descriptor(m.ioctl(KVM_GET_STATS_FD) as int).read 24, at: 0 }],
  READONLY_MEM: [KVM_CAP_READONLY_MEM, { m -> m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 3, flags: KVM_MEM_READONLY, guest_phys_addr: START + 0x10000000, memory_size: 64.KB, userspace_addr: m.allocate(64.KB).address }],
  USER_MEMORY2: [KVM_CAP_USER_MEMORY2, { m -> m.ioctl KVM_SET_USER_MEMORY_REGION2, slot: 3, guest_phys_addr: START + 0x10000000, memory_size: 64.KB, userspace_addr: m.allocate(64.KB).address }],
  HALT_POLL: [KVM_CAP_HALT_POLL, { m -> enable m, KVM_CAP_HALT_POLL, [0] }], CHECK_EXTENSION_VM: [KVM_CAP_CHECK_EXTENSION_VM, { m -> of KVM_CAP_USER_MEMORY, m }], ENABLE_CAP_VM: [KVM_CAP_ENABLE_CAP_VM, { m -> enable m, KVM_CAP_HALT_POLL, [0] }],
  IMMEDIATE_EXIT: [KVM_CAP_IMMEDIATE_EXIT, { m -> m.vcpu(0).run.immediate_exit = 1; if (attempt { m.vcpu(0).ioctl KVM_RUN } != EINTR) m.ioctl 0xae80, 0 }],
  COALESCED_PIO: [KVM_CAP_COALESCED_PIO, { m -> m.ioctl KVM_REGISTER_COALESCED_MMIO, addr: 0x100, size: 8, pio: 1 }], GUEST_MEMFD: [KVM_CAP_GUEST_MEMFD, { m -> m.ioctl KVM_CREATE_GUEST_MEMFD, size: 64.KB }]]
def ARM = [
  VCPU_EVENTS: [KVM_CAP_VCPU_EVENTS, { m -> m.vcpu(0).ioctl KVM_GET_VCPU_EVENTS }],
  ARM_EL1_32BIT: [KVM_CAP_ARM_EL1_32BIT, { m -> vm { cpu features: ['PSCI_0_2', 'EL1_32BIT']; vcpu(0) { } } }], ARM_PMU_V3: [KVM_CAP_ARM_PMU_V3, { m -> vm { cpu features: ['PSCI_0_2', 'PMU_V3']; vcpu(0) { } } }],
  ARM_PSCI_0_2: [KVM_CAP_ARM_PSCI_0_2, { m -> vm { cpu features: ['PSCI_0_2']; vcpu(0) { } } }], ARM_SVE: [KVM_CAP_ARM_SVE, { m -> vm { cpu features: ['PSCI_0_2', 'SVE']; vcpu(0) { } } }],
  ARM_NISV_TO_USER: [KVM_CAP_ARM_NISV_TO_USER, { m -> enable m, KVM_CAP_ARM_NISV_TO_USER }], ARM_SYSTEM_SUSPEND: [KVM_CAP_ARM_SYSTEM_SUSPEND, { m -> enable m, KVM_CAP_ARM_SYSTEM_SUSPEND }], ARM_MTE: [KVM_CAP_ARM_MTE, { m -> enable empty(), KVM_CAP_ARM_MTE }],
  IRQCHIP: [KVM_CAP_IRQCHIP, { m -> device m, attempt { device empty(), KVM_DEV_TYPE_ARM_VGIC_V3 } == null ? KVM_DEV_TYPE_ARM_VGIC_V3 : KVM_DEV_TYPE_ARM_VGIC_V2 }], VCPU_ATTRIBUTES: [KVM_CAP_VCPU_ATTRIBUTES, { m -> m.vcpu(0).ioctl KVM_HAS_DEVICE_ATTR, group: KVM_ARM_VCPU_TIMER_CTRL, attr: 0 }],
  STEAL_TIME: [KVM_CAP_STEAL_TIME, { m -> m.vcpu(0).ioctl KVM_HAS_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: 0 }], ARM_INJECT_EXT_DABT: [KVM_CAP_ARM_INJECT_EXT_DABT, { m -> m.vcpu(0).ioctl KVM_SET_VCPU_EVENTS, exception: [ext_dabt_pending: 1] }],
  ARM_INJECT_SERROR_ESR: [KVM_CAP_ARM_INJECT_SERROR_ESR, { m -> m.vcpu(0).ioctl KVM_SET_VCPU_EVENTS, exception: [serror_pending: 1, serror_has_esr: 1, serror_esr: 1] }], ARM_IRQ_LINE_LAYOUT_2: [KVM_CAP_ARM_IRQ_LINE_LAYOUT_2, { m -> m.ioctl KVM_IRQ_LINE, irq: 0, level: 0 }]]
def RISCV = [IRQCHIP: [KVM_CAP_IRQCHIP, { m -> device empty(), KVM_DEV_TYPE_RISCV_AIA }]]
def PPC = [
  ENABLE_CAP: [KVM_CAP_ENABLE_CAP, { m -> enable m.vcpu(0), KVM_CAP_PPC_PAPR }], PPC_PAPR: [KVM_CAP_PPC_PAPR, { m -> enable m.vcpu(0), KVM_CAP_PPC_PAPR }], IRQ_XICS: [KVM_CAP_IRQ_XICS, { m -> device m, KVM_DEV_TYPE_XICS }], PPC_IRQ_XIVE: [KVM_CAP_PPC_IRQ_XIVE, { m -> device m, KVM_DEV_TYPE_XIVE }],
  SPAPR_TCE: [KVM_CAP_SPAPR_TCE, { m -> m.ioctl KVM_CREATE_SPAPR_TCE, liobn: 1, window_size: 0x10000 }], SPAPR_TCE_64: [KVM_CAP_SPAPR_TCE_64, { m -> m.ioctl KVM_CREATE_SPAPR_TCE_64, liobn: 1, page_shift: 12, size: 64 }],
  PPC_RTAS: [KVM_CAP_PPC_RTAS, { m -> m.ioctl KVM_PPC_RTAS_DEFINE_TOKEN, name: ('ibm,int-on'.bytes.toList() + [0] * 120).take(120), token: 0x99 }], PPC_ENABLE_HCALL: [KVM_CAP_PPC_ENABLE_HCALL, { m -> enable m, KVM_CAP_PPC_ENABLE_HCALL, [H_CEDE, 1] }],
  PPC_GET_SMMU_INFO: [KVM_CAP_PPC_GET_SMMU_INFO, { m -> m.ioctl KVM_PPC_GET_SMMU_INFO }], PPC_MMU_RADIX: [KVM_CAP_PPC_MMU_RADIX, { m -> m.ioctl KVM_PPC_GET_RMMU_INFO }], PPC_GET_CPU_CHAR: [KVM_CAP_PPC_GET_CPU_CHAR, { m -> m.ioctl KVM_PPC_GET_CPU_CHAR }],
  PPC_FWNMI: [KVM_CAP_PPC_FWNMI, { m -> enable m.vcpu(0), KVM_CAP_PPC_FWNMI }], PPC_UNSET_IRQ: [KVM_CAP_PPC_UNSET_IRQ, { m -> m.vcpu(0).ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_UNSET }], PPC_IRQ_LEVEL: [KVM_CAP_PPC_IRQ_LEVEL, { m -> m.vcpu(0).ioctl KVM_INTERRUPT, irq: KVM_INTERRUPT_SET_LEVEL }],
  PPC_HIOR: [KVM_CAP_PPC_HIOR, { m -> m.vcpu(0).reg 'KVM_REG_PPC_HIOR' }], PPC_SEGSTATE: [KVM_CAP_PPC_SEGSTATE, { m -> m.vcpu(0).ioctl KVM_GET_SREGS }], PPC_NESTED_HV: [KVM_CAP_PPC_NESTED_HV, { m -> enable empty(), KVM_CAP_PPC_NESTED_HV, [1] }],
  PPC_DAWR1: [KVM_CAP_PPC_DAWR1, { m -> enable empty(), KVM_CAP_PPC_DAWR1, [1] }]]
(CALLS + [arm64: ARM, riscv64: RISCV, ppc64: PPC][board.arch]).each { name, x ->
  test("KVM_CAP_$name: if it is 1 its call works, if it is 0 the call is refused, and it is nothing else", source: 'api.rst 4.4') {
    def value = of(x[0]), m = machine(), errno = attempt { x[1](m) }
    expect { value == (errno == null ? 1 : 0) }
    expect { of(x[0], m) == value }
  }
}
// What each KVM of an architecture has; its value is 1.
def THERE = [USER_MEMORY: KVM_CAP_USER_MEMORY, DESTROY_MEMORY_REGION_WORKS: KVM_CAP_DESTROY_MEMORY_REGION_WORKS, JOIN_MEMORY_REGIONS_WORKS: KVM_CAP_JOIN_MEMORY_REGIONS_WORKS, IMMEDIATE_EXIT: KVM_CAP_IMMEDIATE_EXIT, IOEVENTFD: KVM_CAP_IOEVENTFD,
  IOEVENTFD_ANY_LENGTH: KVM_CAP_IOEVENTFD_ANY_LENGTH, IRQFD: KVM_CAP_IRQFD, ONE_REG: KVM_CAP_ONE_REG, DEVICE_CTRL: KVM_CAP_DEVICE_CTRL, SYNC_MMU: KVM_CAP_SYNC_MMU, CHECK_EXTENSION_VM: KVM_CAP_CHECK_EXTENSION_VM, ENABLE_CAP_VM: KVM_CAP_ENABLE_CAP_VM,
  INTERNAL_ERROR_DATA: KVM_CAP_INTERNAL_ERROR_DATA, BINARY_STATS_FD: KVM_CAP_BINARY_STATS_FD, HALT_POLL: KVM_CAP_HALT_POLL, SYSTEM_EVENT_DATA: KVM_CAP_SYSTEM_EVENT_DATA] +
  (board.arch == 'ppc64' ? [PPC_PAPR: KVM_CAP_PPC_PAPR, ENABLE_CAP: KVM_CAP_ENABLE_CAP, PPC_UNSET_IRQ: KVM_CAP_PPC_UNSET_IRQ, PPC_IRQ_LEVEL: KVM_CAP_PPC_IRQ_LEVEL, PPC_SEGSTATE: KVM_CAP_PPC_SEGSTATE, SPAPR_MULTITCE: KVM_CAP_SPAPR_MULTITCE, PPC_FIXUP_HCALL: KVM_CAP_PPC_FIXUP_HCALL, IRQFD_RESAMPLE: KVM_CAP_IRQFD_RESAMPLE] :
   [MP_STATE: KVM_CAP_MP_STATE, READONLY_MEM: KVM_CAP_READONLY_MEM, COALESCED_PIO: KVM_CAP_COALESCED_PIO, SIGNAL_MSI: KVM_CAP_SIGNAL_MSI]) +
  (board.arch == 'arm64' ? [ARM_PSCI: KVM_CAP_ARM_PSCI, ARM_PSCI_0_2: KVM_CAP_ARM_PSCI_0_2, ARM_SET_DEVICE_ADDR: KVM_CAP_ARM_SET_DEVICE_ADDR, ARM_USER_IRQ: KVM_CAP_ARM_USER_IRQ, VCPU_EVENTS: KVM_CAP_VCPU_EVENTS, IRQFD_RESAMPLE: KVM_CAP_IRQFD_RESAMPLE, PTP_KVM: KVM_CAP_PTP_KVM] : [:])
THERE.each { name, cap -> test("KVM_CAP_$name is 1", source: 'api.rst 4.4', bringup: 20) { expect { of(cap) == 1 && of(cap, empty()) == 1 } } }
// Numbers.
test('KVM_CAP_MAX_VCPU_ID, or without it KVM_CAP_MAX_VCPUS: that id is refused, one below it is not', source: 'api.rst 4.7') {
  def m = empty(), most = board.arch == 'ppc64' ? of(KVM_CAP_MAX_VCPUS) * of(KVM_CAP_PPC_SMT, m) : of(KVM_CAP_MAX_VCPU_ID) ?: of(KVM_CAP_MAX_VCPUS)
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, most }
  expect { m.ioctl(KVM_CREATE_VCPU, most - 1) > 2 }
  expect(errno: board.arch == 'ppc64' ? EINVAL : EEXIST) { m.ioctl KVM_CREATE_VCPU, most - 1 }
  if (of(KVM_CAP_MAX_VCPU_ID)) expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, of(KVM_CAP_MAX_VCPU_ID) }
}
test('KVM_CAP_NR_VCPUS, KVM_CAP_MAX_VCPUS and KVM_CAP_MAX_VCPU_ID are in this order, and none is 0', source: 'api.rst 4.4, 4.7') {
  def least = of(KVM_CAP_NR_VCPUS), most = of(KVM_CAP_MAX_VCPUS), id = of(KVM_CAP_MAX_VCPU_ID)
  expect { least >= 1 && most >= least && (id == 0 || id >= most) && (board.arch == 'ppc64' || id == 0 || id == most) }
}
test('KVM_CAP_MAX_VCPUS is a number of two to some power', source: 'arch/arm64/include/asm/kvm_host.h; arch/riscv/include/asm/kvm_host.h') { def n = of(KVM_CAP_MAX_VCPUS); expect { n >= 8 && (n & n - 1) == 0 && of(KVM_CAP_MAX_VCPUS, empty()) == n } }
test('KVM_CAP_NR_MEMSLOTS: that slot is refused, one below it is not', source: 'api.rst 4.35') {
  def m = empty(), n = of(KVM_CAP_NR_MEMSLOTS), host = m.allocate(64.KB)
  expect { of(KVM_CAP_NR_MEMSLOTS, m) == n }
  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: n - 1, guest_phys_addr: START + 0x10000000, memory_size: 64.KB, userspace_addr: host.address
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: n, guest_phys_addr: START + 0x20000000, memory_size: 64.KB, userspace_addr: host.address }
}
test('KVM_CAP_IRQ_ROUTING: a route of that line is refused, of one below it is not', source: 'api.rst 4.52') {
  def n = of(KVM_CAP_IRQ_ROUTING)
  needs n > 0, 'routes of interrupts'
  def m = empty()
  if (board.arch == 'riscv64') device m, KVM_DEV_TYPE_RISCV_AIA
  def route = { gsi -> m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: gsi, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: 0x1000, data: 1]]]] }
  route n - 1
  expect(errno: EINVAL) { route n }
}
test('KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 has the bits that can be enabled', source: 'api.rst 7.18') {
  def n = of(KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2)
  expect { (0..3).every { bits -> (attempt { enable empty(), KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, [bits] } == null) == ((bits & ~n) == 0 && (bits == 0 && n || bits & 1)) } }
  expect(errno: EINVAL) { enable empty(), KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, [n + 1] }
}
test('KVM_CAP_COALESCED_MMIO is the page of the vCPU\'s mapping in which the ring is', source: 'api.rst 4.116') {
  def n = of(KVM_CAP_COALESCED_MMIO)
  needs n > 0, 'coalesced writes'
  expect { n == 1 && kvm.ioctl(KVM_GET_VCPU_MMAP_SIZE) == 2 * 4.KB }
}
test('KVM_GET_VCPU_MMAP_SIZE is a number of pages, and a vCPU is mapped with it, and not with a page more', source: 'api.rst 4.5') {
  def n = kvm.ioctl(KVM_GET_VCPU_MMAP_SIZE), m = empty(), fd = m.ioctl(KVM_CREATE_VCPU, 1) as int
  expect { n >= 4.KB && n % 4.KB == 0 && m.descriptor(fd).map(n).size == n }
}
test('a capability that there is not is 0', source: 'api.rst 4.4') { [996, 997, 0x7fffffff].each { n -> expect { of(n) == 0 && of(n, empty()) == 0 } } }
test('a capability that cannot be enabled, or with a flag: EINVAL', source: 'api.rst 4.37') { expect(errno: EINVAL) { enable empty(), 997 }; expect(errno: EINVAL) { empty().ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, flags: 1 } }
test('KVM_GET_API_VERSION is 12, and with an argument EINVAL', source: 'api.rst 4.1', bringup: 10) { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 }; expect(errno: EINVAL) { kvm.ioctl KVM_GET_API_VERSION, 1 }; expect(errno: EINVAL) { kvm.ioctl KVM_GET_VCPU_MMAP_SIZE, 1 } }
['KVM_CAP_PIT2', 'KVM_CAP_XSAVE', 'KVM_CAP_S390_PSW', 'KVM_CAP_SET_TSS_ADDR'].each { name ->
  test("$name, of another architecture, is 0", source: 'api.rst 4.4') { expect { of([KVM_CAP_PIT2: KVM_CAP_PIT2, KVM_CAP_XSAVE: KVM_CAP_XSAVE, KVM_CAP_S390_PSW: KVM_CAP_S390_PSW, KVM_CAP_SET_TSS_ADDR: KVM_CAP_SET_TSS_ADDR][name]) == 0 } }
}
// arm64.
test('KVM_CAP_ARM_VM_IPA_SIZE: a VM type of that many bits of addresses is taken, and of one more it is not', boards: 'arm64', source: 'api.rst 4.2') {
  def n = of(KVM_CAP_ARM_VM_IPA_SIZE)
  expect { n >= 32 && [0, 32, 36, n].every { bits -> attempt { kvm.ioctl KVM_CREATE_VM, bits } == null } }
  [1, 31, n + 1, 256].each { bits -> expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, bits } }
}
[32, 36, 40].each { bits -> test("a VM of $bits bits of addresses has memory up to their end, and none behind it", boards: 'arm64', source: 'api.rst 4.2; arch/arm64/kvm/mmu.c, kvm_arch_prepare_memory_region') {
  def m = vm { ipa bits; memory at: START, size: 64.KB }, host = m.allocate(64.KB), give = { from, id -> m.ioctl KVM_SET_USER_MEMORY_REGION, slot: id, guest_phys_addr: from, memory_size: 64.KB, userspace_addr: host.address }
  give((1L << bits) - 64.KB, 2)
  expect(errno: EFAULT) { give 1L << bits, 3 }
} }
test('KVM_CAP_GUEST_DEBUG_HW_BPS and _WPS are the numbers in ID_AA64DFR0_EL1', boards: 'arm64', source: 'api.rst 4.87') {
  def d = machine().vcpu(0).reg(0x603000000013c028)
  expect { of(KVM_CAP_GUEST_DEBUG_HW_BPS) == (d >> 12 & 0xf) + 1 && of(KVM_CAP_GUEST_DEBUG_HW_WPS) == (d >> 20 & 0xf) + 1 }
}
test('KVM_CAP_SET_GUEST_DEBUG2 has the bits that KVM_SET_GUEST_DEBUG takes, and no others', boards: 'arm64', source: 'api.rst 4.87') {
  def n = of(KVM_CAP_SET_GUEST_DEBUG2), v = machine().vcpu(0)
  expect { (0..31).every { bit -> (attempt { v.ioctl KVM_SET_GUEST_DEBUG, control: 1L << bit } == null) == ((n & 1L << bit) != 0) } }
}
test('KVM_ARM_PREFERRED_TARGET is a target that KVM_ARM_VCPU_INIT takes, without features', boards: 'arm64', source: 'api.rst 4.83') {
  def m = empty(), t = m.ioctl(KVM_ARM_PREFERRED_TARGET)
  expect { t.features.every { it == 0 } }
  m.ioctl KVM_CREATE_VCPU, 0
  expect { m.vcpu(0).ioctl(KVM_ARM_VCPU_INIT, t) == 0 || true }
}
