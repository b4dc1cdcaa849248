// Whether KVM on x86 does what its capabilities say: where KVM_CHECK_EXTENSION returns 1, the call works; where it returns 0, the call is refused; /dev/kvm and a VM
// return the same.
//   kvmsh test scripts/suite/x86/capabilities.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/capabilities.groovy -b kvm

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'

def machine = { chip = false -> vm { if (chip) irqchip; memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } } }
def enable = { m, cap, args = [] -> m.ioctl KVM_ENABLE_CAP, cap: cap, args: args }
// Name, whether the APIC is in the kernel, what works if the capability is not 0.
def CALLS = [
  IRQCHIP: [KVM_CAP_IRQCHIP, false, { m -> vm { memory at: 0, size: 64.KB }.ioctl KVM_CREATE_IRQCHIP }],
  SET_TSS_ADDR: [KVM_CAP_SET_TSS_ADDR, false, { m -> m.ioctl KVM_SET_TSS_ADDR, 0xfffbd000L }],
  SET_IDENTITY_MAP_ADDR: [KVM_CAP_SET_IDENTITY_MAP_ADDR, false, { m -> def x = m.allocate(8); x.write 0, [0, 0xc0, 0xfb, 0xff, 0, 0, 0, 0] as byte[]; vm { memory at: 0, size: 64.KB }.ioctl KVM_SET_IDENTITY_MAP_ADDR, x }],
  EXT_CPUID: [KVM_CAP_EXT_CPUID, false, { m -> m.vcpu(0).ioctl KVM_GET_CPUID2, nent: 256 }],
  EXT_EMUL_CPUID: [KVM_CAP_EXT_EMUL_CPUID, false, { m -> kvm.ioctl KVM_GET_EMULATED_CPUID, nent: 256 }],
  MP_STATE: [KVM_CAP_MP_STATE, true, { m -> m.vcpu(0).ioctl KVM_GET_MP_STATE }],
  PIT2: [KVM_CAP_PIT2, true, { m -> m.ioctl KVM_CREATE_PIT2, flags: 0 }],
  PIT_STATE2: [KVM_CAP_PIT_STATE2, true, { m -> m.ioctl KVM_CREATE_PIT2, flags: 0; m.ioctl KVM_GET_PIT2 }],
  REINJECT_CONTROL: [KVM_CAP_REINJECT_CONTROL, true, { m -> m.ioctl KVM_CREATE_PIT2, flags: 0; m.ioctl KVM_REINJECT_CONTROL, pit_reinject: 1 }],
  IRQ_INJECT_STATUS: [KVM_CAP_IRQ_INJECT_STATUS, true, { m -> m.ioctl KVM_IRQ_LINE_STATUS, irq: 3, level: 0 }],
  IRQ_ROUTING: [KVM_CAP_IRQ_ROUTING, true, { m -> m.ioctl KVM_SET_GSI_ROUTING, entries: [[gsi: 30, type: KVM_IRQ_ROUTING_MSI, u: [msi: [address_lo: 0xfee00000L, data: 0x31]]]] }],
  SIGNAL_MSI: [KVM_CAP_SIGNAL_MSI, true, { m -> m.ioctl KVM_SIGNAL_MSI, address_lo: 0xfee07000L, data: 0x31 }],
  VCPU_EVENTS: [KVM_CAP_VCPU_EVENTS, false, { m -> m.vcpu(0).ioctl KVM_GET_VCPU_EVENTS }],
  DEBUGREGS: [KVM_CAP_DEBUGREGS, false, { m -> m.vcpu(0).ioctl KVM_GET_DEBUGREGS }],
  XSAVE: [KVM_CAP_XSAVE, false, { m -> m.vcpu(0).ioctl KVM_GET_XSAVE }],
  XCRS: [KVM_CAP_XCRS, false, { m -> m.vcpu(0).ioctl KVM_GET_XCRS }],
  ADJUST_CLOCK: [KVM_CAP_ADJUST_CLOCK, false, { m -> m.ioctl KVM_GET_CLOCK }],
  GET_TSC_KHZ: [KVM_CAP_GET_TSC_KHZ, false, { m -> m.vcpu(0).ioctl KVM_GET_TSC_KHZ }],
  USER_NMI: [KVM_CAP_USER_NMI, false, { m -> m.vcpu(0).ioctl KVM_NMI }],
  X86_SMM: [KVM_CAP_X86_SMM, false, { m -> m.vcpu(0).ioctl KVM_SMI }],
  SREGS2: [KVM_CAP_SREGS2, false, { m -> m.vcpu(0).ioctl KVM_GET_SREGS2 }],
  SET_GUEST_DEBUG: [KVM_CAP_SET_GUEST_DEBUG, false, { m -> m.vcpu(0).ioctl KVM_SET_GUEST_DEBUG, control: 0 }],
  GET_MSR_FEATURES: [KVM_CAP_GET_MSR_FEATURES, false, { m -> kvm.ioctl KVM_GET_MSR_FEATURE_INDEX_LIST, nmsrs: 256 }],
  MCE: [KVM_CAP_MCE, false, { m -> kvm.ioctl KVM_X86_GET_MCE_CAP_SUPPORTED }],
  BINARY_STATS_FD: [KVM_CAP_BINARY_STATS_FD, false, { m -> m.descriptor(m.ioctl(KVM_GET_STATS_FD) as int).read 24, at: 0 }],
  X86_MSR_FILTER: [KVM_CAP_X86_MSR_FILTER, false, { m -> m.ioctl KVM_X86_SET_MSR_FILTER, flags: 0, ranges: [] }],
  PMU_EVENT_FILTER: [KVM_CAP_PMU_EVENT_FILTER, false, { m -> m.ioctl KVM_SET_PMU_EVENT_FILTER, action: KVM_PMU_EVENT_ALLOW }],
  X86_USER_SPACE_MSR: [KVM_CAP_X86_USER_SPACE_MSR, false, { m -> enable m, KVM_CAP_X86_USER_SPACE_MSR, [KVM_MSR_EXIT_REASON_UNKNOWN] }],
  SPLIT_IRQCHIP: [KVM_CAP_SPLIT_IRQCHIP, false, { m -> enable vm { memory at: 0, size: 64.KB }, KVM_CAP_SPLIT_IRQCHIP, [24] }],
  X2APIC_API: [KVM_CAP_X2APIC_API, false, { m -> enable m, KVM_CAP_X2APIC_API, [KVM_X2APIC_API_USE_32BIT_IDS] }],
  EXCEPTION_PAYLOAD: [KVM_CAP_EXCEPTION_PAYLOAD, false, { m -> enable m, KVM_CAP_EXCEPTION_PAYLOAD, [1] }],
  MAX_VCPU_ID: [KVM_CAP_MAX_VCPU_ID, false, { m -> enable vm { memory at: 0, size: 64.KB }, KVM_CAP_MAX_VCPU_ID, [2] }],
  HALT_POLL: [KVM_CAP_HALT_POLL, false, { m -> enable m, KVM_CAP_HALT_POLL, [0] }],
  TRANSLATE: [KVM_CAP_USER_MEMORY, false, { m -> m.vcpu(0).ioctl KVM_TRANSLATE, linear_address: 0x1000 }]]

CALLS.each { name, x ->
  def (cap, chip, call) = x
  test("KVM_CAP_$name: if it is not 0 its call works, and if it is 0 the call is refused", source: 'api.rst 4.4') {
    def m = machine(chip), has = m.ioctl(KVM_CHECK_EXTENSION, cap), errno = attempt { call m }
    expect { (has != 0) == (errno == null) }
  }
  // Some flags of X2APIC_API are for VMs alone whose I/O APIC is in user space.
  if (name != 'X2APIC_API') test("KVM_CAP_$name is the same on /dev/kvm and on a VM", source: 'api.rst 4.4') { expect { kvm.ioctl(KVM_CHECK_EXTENSION, cap) == machine(chip).ioctl(KVM_CHECK_EXTENSION, cap) } }
}
// What each KVM of x86 has: its ioctls depend on nothing that a processor may lack.
['USER_MEMORY', 'SET_TSS_ADDR', 'EXT_CPUID', 'MP_STATE', 'VCPU_EVENTS', 'DEBUGREGS', 'IRQCHIP', 'IRQFD', 'IOEVENTFD', 'IRQ_ROUTING', 'USER_NMI', 'SET_GUEST_DEBUG', 'IMMEDIATE_EXIT', 'SYNC_REGS', 'READONLY_MEM', 'CHECK_EXTENSION_VM',
 'ENABLE_CAP_VM', 'DESTROY_MEMORY_REGION_WORKS', 'JOIN_MEMORY_REGIONS_WORKS', 'COALESCED_MMIO', 'COALESCED_PIO'].each { name ->
  test("KVM_CAP_$name is there", source: 'api.rst 4.4', bringup: 20) {
    def cap = [USER_MEMORY: KVM_CAP_USER_MEMORY, SET_TSS_ADDR: KVM_CAP_SET_TSS_ADDR, EXT_CPUID: KVM_CAP_EXT_CPUID, MP_STATE: KVM_CAP_MP_STATE, VCPU_EVENTS: KVM_CAP_VCPU_EVENTS, DEBUGREGS: KVM_CAP_DEBUGREGS, IRQCHIP: KVM_CAP_IRQCHIP,
               IRQFD: KVM_CAP_IRQFD, IOEVENTFD: KVM_CAP_IOEVENTFD, IRQ_ROUTING: KVM_CAP_IRQ_ROUTING, USER_NMI: KVM_CAP_USER_NMI, SET_GUEST_DEBUG: KVM_CAP_SET_GUEST_DEBUG, IMMEDIATE_EXIT: KVM_CAP_IMMEDIATE_EXIT,
               SYNC_REGS: KVM_CAP_SYNC_REGS, READONLY_MEM: KVM_CAP_READONLY_MEM, CHECK_EXTENSION_VM: KVM_CAP_CHECK_EXTENSION_VM, ENABLE_CAP_VM: KVM_CAP_ENABLE_CAP_VM, DESTROY_MEMORY_REGION_WORKS: KVM_CAP_DESTROY_MEMORY_REGION_WORKS,
               JOIN_MEMORY_REGIONS_WORKS: KVM_CAP_JOIN_MEMORY_REGIONS_WORKS, COALESCED_MMIO: KVM_CAP_COALESCED_MMIO, COALESCED_PIO: KVM_CAP_COALESCED_PIO][name]
    expect { kvm.ioctl(KVM_CHECK_EXTENSION, cap) >= 1 }
  }
}
test('a capability that there is not is 0', source: 'api.rst 4.4') { [996, 997, 0x7fffffff].each { n -> expect { kvm.ioctl(KVM_CHECK_EXTENSION, n) == 0 && machine().ioctl(KVM_CHECK_EXTENSION, n) == 0 } } }
test('a capability that cannot be enabled: EINVAL', source: 'api.rst 4.37') { expect(errno: EINVAL) { enable machine(), 997 }; expect(errno: EINVAL) { machine().ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, flags: 1 } }
test('KVM_GET_API_VERSION is 12', source: 'api.rst 4.1', bringup: 10) { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }
test('as many vCPUs as KVM_CAP_MAX_VCPU_ID has: the next id is refused, and one below it is not', source: 'api.rst 4.7') {
  def most = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPU_ID), m = vm { memory at: 0, size: 64.KB }
  expect { most >= kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS) && kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS) >= kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS) }
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, most }
  expect { m.ioctl(KVM_CREATE_VCPU, 5) > 2 }
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_VCPU, 5 }
}
// Those that say only whether there is something.
[IRQCHIP: KVM_CAP_IRQCHIP, HLT: KVM_CAP_HLT, USER_MEMORY: KVM_CAP_USER_MEMORY, SET_TSS_ADDR: KVM_CAP_SET_TSS_ADDR, EXT_CPUID: KVM_CAP_EXT_CPUID, CLOCKSOURCE:
  KVM_CAP_CLOCKSOURCE, PIT: KVM_CAP_PIT, NOP_IO_DELAY: KVM_CAP_NOP_IO_DELAY, MP_STATE: KVM_CAP_MP_STATE, SYNC_MMU: KVM_CAP_SYNC_MMU, USER_NMI: KVM_CAP_USER_NMI,
  REINJECT_CONTROL: KVM_CAP_REINJECT_CONTROL, IRQ_INJECT_STATUS: KVM_CAP_IRQ_INJECT_STATUS, IOEVENTFD: KVM_CAP_IOEVENTFD, IOEVENTFD_NO_LENGTH: KVM_CAP_IOEVENTFD_NO_LENGTH,
  IOEVENTFD_ANY_LENGTH: KVM_CAP_IOEVENTFD_ANY_LENGTH, PIT2: KVM_CAP_PIT2, PIT_STATE2: KVM_CAP_PIT_STATE2, SET_IDENTITY_MAP_ADDR: KVM_CAP_SET_IDENTITY_MAP_ADDR, VCPU_EVENTS:
  KVM_CAP_VCPU_EVENTS, HYPERV: KVM_CAP_HYPERV, HYPERV_VAPIC: KVM_CAP_HYPERV_VAPIC, HYPERV_SPIN: KVM_CAP_HYPERV_SPIN, HYPERV_TIME: KVM_CAP_HYPERV_TIME, HYPERV_SYNIC:
  KVM_CAP_HYPERV_SYNIC, HYPERV_SYNIC2: KVM_CAP_HYPERV_SYNIC2, HYPERV_VP_INDEX: KVM_CAP_HYPERV_VP_INDEX, HYPERV_EVENTFD: KVM_CAP_HYPERV_EVENTFD, HYPERV_TLBFLUSH:
  KVM_CAP_HYPERV_TLBFLUSH, HYPERV_SEND_IPI: KVM_CAP_HYPERV_SEND_IPI, HYPERV_CPUID: KVM_CAP_HYPERV_CPUID, SYS_HYPERV_CPUID: KVM_CAP_SYS_HYPERV_CPUID, HYPERV_ENFORCE_CPUID:
  KVM_CAP_HYPERV_ENFORCE_CPUID, PCI_SEGMENT: KVM_CAP_PCI_SEGMENT, DEBUGREGS: KVM_CAP_DEBUGREGS, X86_ROBUST_SINGLESTEP: KVM_CAP_X86_ROBUST_SINGLESTEP, XSAVE: KVM_CAP_XSAVE,
  XCRS: KVM_CAP_XCRS, ENABLE_CAP: KVM_CAP_ENABLE_CAP, ENABLE_CAP_VM: KVM_CAP_ENABLE_CAP_VM, DISABLE_QUIRKS: KVM_CAP_DISABLE_QUIRKS, SET_BOOT_CPU_ID:
  KVM_CAP_SET_BOOT_CPU_ID, SPLIT_IRQCHIP: KVM_CAP_SPLIT_IRQCHIP, IMMEDIATE_EXIT: KVM_CAP_IMMEDIATE_EXIT, GET_MSR_FEATURES: KVM_CAP_GET_MSR_FEATURES, MSR_PLATFORM_INFO:
  KVM_CAP_MSR_PLATFORM_INFO, EXCEPTION_PAYLOAD: KVM_CAP_EXCEPTION_PAYLOAD, X86_TRIPLE_FAULT_EVENT: KVM_CAP_X86_TRIPLE_FAULT_EVENT, SET_GUEST_DEBUG: KVM_CAP_SET_GUEST_DEBUG,
  LAST_CPU: KVM_CAP_LAST_CPU, X86_USER_SPACE_MSR: KVM_CAP_X86_USER_SPACE_MSR, X86_MSR_FILTER: KVM_CAP_X86_MSR_FILTER, ENFORCE_PV_FEATURE_CPUID:
  KVM_CAP_ENFORCE_PV_FEATURE_CPUID, SREGS2: KVM_CAP_SREGS2, EXIT_ON_EMULATION_FAILURE: KVM_CAP_EXIT_ON_EMULATION_FAILURE, VCPU_ATTRIBUTES: KVM_CAP_VCPU_ATTRIBUTES,
  SYS_ATTRIBUTES: KVM_CAP_SYS_ATTRIBUTES, VAPIC: KVM_CAP_VAPIC, TSC_DEADLINE_TIMER: KVM_CAP_TSC_DEADLINE_TIMER, KVMCLOCK_CTRL: KVM_CAP_KVMCLOCK_CTRL, READONLY_MEM:
  KVM_CAP_READONLY_MEM, X86_SMM: KVM_CAP_X86_SMM, SIGNAL_MSI: KVM_CAP_SIGNAL_MSI, IRQFD: KVM_CAP_IRQFD, IRQFD_RESAMPLE: KVM_CAP_IRQFD_RESAMPLE, COALESCED_PIO:
  KVM_CAP_COALESCED_PIO, CHECK_EXTENSION_VM: KVM_CAP_CHECK_EXTENSION_VM, JOIN_MEMORY_REGIONS_WORKS: KVM_CAP_JOIN_MEMORY_REGIONS_WORKS, DESTROY_MEMORY_REGION_WORKS:
  KVM_CAP_DESTROY_MEMORY_REGION_WORKS, BINARY_STATS_FD: KVM_CAP_BINARY_STATS_FD, HALT_POLL: KVM_CAP_HALT_POLL, PMU_EVENT_FILTER: KVM_CAP_PMU_EVENT_FILTER, ASYNC_PF:
  KVM_CAP_ASYNC_PF, ASYNC_PF_INT: KVM_CAP_ASYNC_PF_INT, STEAL_TIME: KVM_CAP_STEAL_TIME, IOAPIC_POLARITY_IGNORED: KVM_CAP_IOAPIC_POLARITY_IGNORED, EXT_EMUL_CPUID:
  KVM_CAP_EXT_EMUL_CPUID, INTERNAL_ERROR_DATA: KVM_CAP_INTERNAL_ERROR_DATA, GET_TSC_KHZ: KVM_CAP_GET_TSC_KHZ, TSC_CONTROL: KVM_CAP_TSC_CONTROL].each { name, cap ->
  test("KVM_CAP_$name is 0 or 1", source: 'api.rst 4.4; x86.c, kvm_vm_ioctl_check_extension') { expect { kvm.ioctl(KVM_CHECK_EXTENSION, cap) <= 1 && machine().ioctl(KVM_CHECK_EXTENSION, cap) <= 1 } }
}
test('capabilities that are masks or numbers have what each KVM of x86 has', source: 'x86.c, kvm_vm_ioctl_check_extension') {
  def value = { cap -> kvm.ioctl KVM_CHECK_EXTENSION, cap }
  expect { value(KVM_CAP_MCE) == 32 && value(KVM_CAP_IRQ_ROUTING) == 4096 && value(KVM_CAP_COALESCED_MMIO) == 2 && (value(KVM_CAP_X2APIC_API) & 3) == 3 && (value(KVM_CAP_SYNC_REGS) & 7) == 7 && value(KVM_CAP_NR_MEMSLOTS) >= 509 }
  expect { (value(KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2) & 3) == 3 && (value(KVM_CAP_SET_GUEST_DEBUG2) & 0x30003) == 0x30003 && value(KVM_CAP_XSAVE2) >= 4096 && value(KVM_CAP_XSAVE2) % 4 == 0 && (value(KVM_CAP_DIRTY_LOG_RING) == 0 || value(KVM_CAP_DIRTY_LOG_RING) == 0x100000) }
}
