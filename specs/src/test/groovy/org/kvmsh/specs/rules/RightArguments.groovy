package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.abi.Ioctl

/** Arguments as api.rst wants them, by ioctl: the fields that are not 0 and not what a KVM_GET_ reads. */
class RightArguments {
    private static final Map<Arch, String> CAPABILITIES = [(Arch.X86_64): 'KVM_CAP_EXCEPTION_PAYLOAD', (Arch.ARM64): 'KVM_CAP_ARM_NISV_TO_USER', (Arch.PPC64): 'KVM_CAP_PPC_PAPR', (Arch.RISCV64): 'KVM_CAP_RISCV_MP_STATE_RESET']
    /** The program counter; on x86 there is none. */
    private static final Map<Arch, Long> REGISTERS = [(Arch.ARM64): 0x6030000000100040L, (Arch.PPC64): 0x1030000000000001L, (Arch.RISCV64): 0x8030000002000000L]

    private static final Map<String, Closure<Map<String, Long>>> OF_CALL = [
        KVM_SET_USER_MEMORY_REGION : { abi, page, memory -> [slot: 5L, guest_phys_addr: 0x10000000L, memory_size: 0x10000L, userspace_addr: memory] },
        KVM_SET_USER_MEMORY_REGION2: { abi, page, memory -> [slot: 6L, guest_phys_addr: 0x20000000L, memory_size: 0x10000L, userspace_addr: memory] },
        KVM_PRE_FAULT_MEMORY       : { abi, page, memory -> [size: page as long] },
        KVM_CREATE_GUEST_MEMFD     : { abi, page, memory -> [size: page as long] },
        KVM_SET_MEMORY_ATTRIBUTES  : { abi, page, memory -> [size: page as long] },
        KVM_ENABLE_CAP             : { abi, page, memory -> [cap: abi.constant(CAPABILITIES[abi.arch()])] },
        KVM_CREATE_DEVICE          : { abi, page, memory -> [type: abi.constant('KVM_DEV_TYPE_VFIO'), flags: abi.constant('KVM_CREATE_DEVICE_TEST')] },
        KVM_IOEVENTFD              : { abi, page, memory -> [addr: 0x9000000L, len: 4L] },
        KVM_REGISTER_COALESCED_MMIO: { abi, page, memory -> [addr: 0x9000000L, size: 0x1000L] },
        KVM_UNREGISTER_COALESCED_MMIO: { abi, page, memory -> [addr: 0x9000000L, size: 0x1000L] },
        KVM_GET_ONE_REG            : { abi, page, memory -> [id: REGISTERS[abi.arch()] ?: 0x2030000000000000L] },
        KVM_SET_ONE_REG            : { abi, page, memory -> [id: REGISTERS[abi.arch()] ?: 0x2030000000000000L] },
        KVM_GET_SUPPORTED_CPUID    : { abi, page, memory -> [nent: 80L] },
        KVM_GET_EMULATED_CPUID     : { abi, page, memory -> [nent: 80L] },
        KVM_GET_CPUID2             : { abi, page, memory -> [nent: 80L] },
        KVM_GET_SUPPORTED_HV_CPUID : { abi, page, memory -> [nent: 80L] },
        KVM_GET_MSR_INDEX_LIST     : { abi, page, memory -> [nmsrs: 900L] },
        KVM_GET_MSR_FEATURE_INDEX_LIST: { abi, page, memory -> [nmsrs: 900L] },
        KVM_GET_REG_LIST           : { abi, page, memory -> [n: 500L] },
        KVM_GET_NESTED_STATE       : { abi, page, memory -> [size: 0x1000L] },
        KVM_SET_SIGNAL_MASK        : { abi, page, memory -> [len: 8L] },
        KVM_ARM_VCPU_INIT          : { abi, page, memory -> [target: 5L] },
        KVM_PPC_CONFIGURE_V3_MMU   : { abi, page, memory -> [flags: 3L, process_table: 1L << 63] }]

    static Map<String, Long> of(Abi abi, Ioctl ioctl, int page, long memory) {
        OF_CALL[ioctl.name()]?.call(abi, page, memory) ?: [:]
    }
}
