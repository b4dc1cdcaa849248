package org.kvmsh.specs.rules

/** Of powerpc: hypercalls, the MMU, devices, DMA windows, one-regs. */
class Ppc64Evidence {
    private static final String HCALL = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL'
    private static final String MMU = 'ioctl KVM_PPC_CONFIGURE_V3_MMU'
    private static final String MOST = 'kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS)'
    private static final String SMT = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_SMT'
    private static final String COMPAT = 'm.vcpu(0).ioctl KVM_SET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT, value: 0x0f000004'
    private static final String GR = 'process_table: 1L << 63'
    private static final String PROPOSED = 'KVM_SET_DEVICE_ADDRESS'
    /** The board whose kernel is built with it, and one with the proposal in front. */
    private static final Map<String, ?> BUILT = [on: [PPC64: ['qemu:ppc64-rfc', 'rfc:qemu:ppc64']]]

    static final List<RuleEvidence> ALL = [
        cap('the hypercall\'s number is not a multiple of 4', "$HCALL, args: [0xe1, 1]", "$HCALL, args: [0xe0, 1]"),
        cap('args[1] of KVM_CAP_PPC_ENABLE_HCALL is neither 0 nor 1', "$HCALL, args: [0xe0, 2]", "$HCALL, args: [0xe0, 0]"),
        cap('the kernel has no handler for the hypercall', "$HCALL, args: [0x58, 1]", "$HCALL, args: [0xe0, 1]"),
        cap('the number of threads is not a power of two', "$SMT, args: [3]", "$SMT, args: [1]"),
        cap('the number of threads is not allowed by KVM_CAP_PPC_SMT_POSSIBLE', "$SMT, args: [16]", "$SMT, args: [1]"),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the id of an HV VM is not less than KVM_CAP_MAX_VCPUS times its threads per virtual core', "vm { ioctl KVM_CREATE_VCPU, $MOST }",
                "vm { ioctl KVM_CREATE_VCPU, $MOST - 1 }"),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the id of an HV VM packs to the virtual core of another vCPU', "vm { $SMT, args: [8]; ioctl KVM_CREATE_VCPU, 4; ioctl KVM_CREATE_VCPU, $MOST }",
                "vm { $SMT, args: [8]; ioctl KVM_CREATE_VCPU, 0; ioctl KVM_CREATE_VCPU, $MOST }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EBUSY', 'a vCPU already exists', "vm { ioctl KVM_CREATE_VCPU, 0; $SMT, args: [1] }", "vm { $SMT, args: [1]; ioctl KVM_CREATE_VCPU, 0 }"),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'flags has a bit that is not a KVM_PPC_MMUV3_', "flags: 5, $GR", "flags: 3, $GR"),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'PATB_GR in process_table does not match KVM_PPC_MMUV3_RADIX in flags', 'flags: 1, process_table: 0', "flags: 1, $GR"),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'KVM_PPC_MMUV3_RADIX needs KVM_CAP_PPC_MMU_RADIX', "flags: 1, $GR", "flags: 1, $GR", unseen: 'each powerpc board has radix guests'),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'a hashed page table needs KVM_CAP_PPC_MMU_HASH_V3', 'flags: 0, process_table: 0', "flags: 1, $GR", elsewhere: ['qemu:ppc64-powernv': 'taken']),
        // A nested hypervisor has radix guests alone, and looks at that first; so the request inside the rule too.
        vm('KVM_PPC_ALLOCATE_HTAB', 'the order is not in the range 18 to 46', '47', '18', elsewhere: ['qemu:ppc64': 'EOPNOTSUPP']),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has a KVM_DEV_TYPE_XICS', 'vm { 2.times { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS } }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS }'),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has a KVM_DEV_TYPE_XIVE', 'vm { 2.times { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XIVE } }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XIVE }', elsewhere: ['qemu:ppc64': 'ENODEV']),
        RuleEvidence.of('KVM_IRQ_LINE', 'ENXIO', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_IRQ_LINE, irq: 4096, level: 1 }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS; ioctl KVM_IRQ_LINE, irq: 4096, level: 1 }',
                in: ['PPC64']),
        vm('KVM_CREATE_SPAPR_TCE', 'window_size is 0', 'liobn: 1, window_size: 0', 'liobn: 1, window_size: 0x10000'),
        vm('KVM_CREATE_SPAPR_TCE_64', 'flags is not 0', 'liobn: 1, page_shift: 12, size: 16, flags: 1', 'liobn: 1, page_shift: 12, size: 16'),
        vm('KVM_CREATE_SPAPR_TCE_64', 'size is 0', 'liobn: 1, page_shift: 12, size: 0', 'liobn: 1, page_shift: 12, size: 1'),
        vm('KVM_CREATE_SPAPR_TCE_64', 'page_shift is not in the range 12 to 34', 'liobn: 1, page_shift: 11, size: 16', 'liobn: 1, page_shift: 12, size: 16'),
        reg("the register size in id is more than 16 bytes", '0x1050000000000001', 'KVM_REG_PPC_DAR'),
        reg('the id is not a KVM_REG_PPC register id', '0x2030000000000001', 'KVM_REG_PPC_DAR'),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', 'KVM_REG_PPC_ARCH_COMPAT on an HV VM needs KVM_CAP_PPC_PAPR; the refused call still sets the register', "m = vm { type HV; vcpu 0 }; $COMPAT",
                "m = vm { type HV; vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR } }; $COMPAT"),
        RuleEvidence.of('KVM_RUN', 'EINVAL', 'a vCPU of an HV VM needs KVM_CAP_PPC_PAPR', 'm = vm { type HV; memory at: 0, size: 64.KB; vcpu 0 }; m.run()', "m = vm { type HV; memory at: 0, size: 64.KB; load at: 0x100, asm: 'li 3, 0x58; sc 1'; vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR; start 0x100 } }; m.run()"),
        proposed('ENODEV', 'the device number in id is not KVM_ARM_DEVICE_VGIC_V2', 'id: 0x70000, addr: 0x2c001000'),
        proposed('ENODEV', 'the address type in id is neither KVM_VGIC_V2_ADDR_TYPE_DIST nor KVM_VGIC_V2_ADDR_TYPE_CPU', 'id: 9, addr: 0x2c001000'),
        proposed('EINVAL', 'the address is not a multiple of 4 KiB', 'id: 0, addr: 0x2c001010'),
        proposed('E2BIG', 'the address is outside the guest physical address space', 'id: 0, addr: (1L << 60) + 0x10'),
    ]

    private static RuleEvidence proposed(String errno, String rule, String breaks) {
        RuleEvidence.of(BUILT, PROPOSED, errno, rule, "vm { ioctl $PROPOSED, $breaks }", "vm { ioctl $PROPOSED, id: 0, addr: 0x2c001000 }")
    }

    private static RuleEvidence cap(String rule, String breaks, String inside) {
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', rule, "vm { $breaks }", "vm { $inside }")
    }

    private static RuleEvidence vm(Map<String, ?> more = [:], String call, String rule, String breaks, String inside) {
        RuleEvidence.of(more, call, 'EINVAL', rule, "vm { ioctl $call, $breaks }", "vm { ioctl $call, $inside }")
    }

    private static RuleEvidence reg(String rule, String breaks, String inside) {
        def one = { id -> "m = vm { vcpu 0 }; m.vcpu(0).ioctl KVM_GET_ONE_REG, id: $id, addr: m.allocate(64.KB).address" }
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', rule, one(breaks), one(inside))
    }
}
