package org.kvmsh.specs.rules

/** Of powerpc: hypercalls, the MMU, devices, DMA windows, one-regs. */
class Ppc64Evidence {
    private static final String HCALL = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL'
    private static final String MMU = 'ioctl KVM_PPC_CONFIGURE_V3_MMU'
    private static final String MOST = 'kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS)'
    private static final String PAPR = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR'
    private static final String SMT = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_SMT'
    private static final String COMPAT = 'm.vcpu(0).ioctl KVM_SET_ONE_REG, id: KVM_REG_PPC_ARCH_COMPAT, value: 0x0f000004'
    private static final String GR = 'process_table: 1L << 63'
    private static final String PROPOSED = 'KVM_SET_DEVICE_ADDRESS'
    /** The board whose kernel is built with it, and one with the proposal in front. */
    private static final Map<String, ?> BUILT = [on: [PPC64: ['qemu:ppc64-rfc', 'rfc:qemu:ppc64']]]

    private static final String ABSENT = 'a PR VM reports the capability as 0, which an error names first'

    static final List<RuleEvidence> ALL = [
        cap('the hypercall\'s number is not a multiple of 4', "$HCALL, args: [0xe1, 1]", "$HCALL, args: [0xe0, 1]"),
        cap('args[1] of KVM_CAP_PPC_ENABLE_HCALL is neither 0 nor 1', "$HCALL, args: [0xe0, 2]", "$HCALL, args: [0xe0, 0]"),
        cap('the kernel has no handler for the hypercall', "$HCALL, args: [0x58, 1]", "$HCALL, args: [0xe0, 1]"),
        cap('args[1] of KVM_CAP_PPC_SMT, its flags, is not 0', "$SMT, args: [1, 1]", "$SMT, args: [1, 0]"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'the capability can be enabled only on a vCPU', "vm { $PAPR }", "vm { vcpu(0) { $PAPR } }", in: ['PPC64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'the capability can be enabled only on the VM', "vm { vcpu(0) { $PAPR; $SMT, args: [1] } }", "vm { $SMT, args: [1] }", in: ['PPC64']),
        cap('the number of threads is not a power of two', "$SMT, args: [3]", "$SMT, args: [1]"),
        cap('the number of threads is not allowed by KVM_CAP_PPC_SMT_POSSIBLE', "$SMT, args: [16]", "$SMT, args: [1]"),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'in an HV VM, the vCPU id is not less than KVM_CAP_MAX_VCPUS times the threads per virtual core', "vm { ioctl KVM_CREATE_VCPU, $MOST }",
                "vm { ioctl KVM_CREATE_VCPU, $MOST - 1 }"),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'in an HV VM, this vCPU id packs to the virtual core of another vCPU', "vm { $SMT, args: [8]; ioctl KVM_CREATE_VCPU, 4; ioctl KVM_CREATE_VCPU, $MOST }",
                "vm { $SMT, args: [8]; ioctl KVM_CREATE_VCPU, 0; ioctl KVM_CREATE_VCPU, $MOST }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EBUSY', 'a vCPU already exists', "vm { ioctl KVM_CREATE_VCPU, 0; $SMT, args: [1] }", "vm { $SMT, args: [1]; ioctl KVM_CREATE_VCPU, 0 }"),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'flags has a bit that is not a KVM_PPC_MMUV3_* flag', "flags: 5, $GR", "flags: 3, $GR"),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'PATB_GR in process_table does not match KVM_PPC_MMUV3_RADIX in flags', 'flags: 1, process_table: 0', "flags: 1, $GR"),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'KVM_PPC_MMUV3_RADIX needs KVM_CAP_PPC_MMU_RADIX', "flags: 1, $GR", "flags: 1, $GR", unseen: 'each powerpc board has radix guests'),
        vm('KVM_PPC_CONFIGURE_V3_MMU', 'a kernel that runs only radix guests, as a nested hypervisor does, has no hashed page table', 'flags: 0, process_table: 0', "flags: 1, $GR", elsewhere: ['qemu:ppc64-powernv': 'taken']),
        pr('KVM_PPC_ALLOCATE_HTAB', 'ENOTTY', 'the VM is not an HV VM, so it has no hash table in the kernel', 'ioctl KVM_PPC_ALLOCATE_HTAB, 20', unseen: ABSENT),
        pr('KVM_PPC_CONFIGURE_V3_MMU', 'ENODEV', 'the VM is not an HV VM', "$MMU, flags: 0", but: [PPC64: 'ENODEV']),
        pr('KVM_ENABLE_CAP', 'EINVAL', 'the VM is not an HV VM', "$SMT, args: [1]", unseen: ABSENT),
        RuleEvidence.of('KVM_PPC_CONFIGURE_V3_MMU', 'ENODEV', 'the processor is older than POWER9', "vm { $MMU, flags: 0 }", "vm { $MMU, flags: 0 }", on: [PPC64: ['qemu:ppc64-rfc', 'qemu:ppc64-powernv']],
                elsewhere: ['qemu:ppc64-powernv': 'taken'], but: ['qemu:ppc64-rfc': 'ENODEV']),
        RuleEvidence.of('KVM_PPC_ALLOCATE_HTAB', 'EOPNOTSUPP', 'this kernel runs only radix guests, for example because it is a nested hypervisor', 'vm { ioctl KVM_PPC_ALLOCATE_HTAB, 20 }', 'vm { ioctl KVM_PPC_ALLOCATE_HTAB, 20 }',
                elsewhere: ['qemu:ppc64-powernv': 'taken'], but: ['qemu:ppc64': 'EOPNOTSUPP']),
        // A nested hypervisor has radix guests alone, and looks at that first; so the request inside the rule too.
        vm('KVM_PPC_ALLOCATE_HTAB', 'the order is not in the range 18 to 46', '47', '18', elsewhere: ['qemu:ppc64': 'EOPNOTSUPP']),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has a KVM_DEV_TYPE_XICS', 'vm { 2.times { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS } }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS }'),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has a KVM_DEV_TYPE_XIVE', 'vm { 2.times { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XIVE } }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XIVE }', elsewhere: ['qemu:ppc64': 'ENODEV']),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has the other of KVM_DEV_TYPE_XICS and KVM_DEV_TYPE_XIVE', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XIVE; ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS }',
                'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS; ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO }', elsewhere: ['qemu:ppc64': 'ENODEV'], but: ['qemu:ppc64': 'taken']),
        RuleEvidence.of('KVM_IRQ_LINE', 'ENXIO', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_IRQ_LINE, irq: 4096, level: 1 }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_XICS; ioctl KVM_IRQ_LINE, irq: 4096, level: 1 }',
                in: ['PPC64']),
        vm('KVM_CREATE_SPAPR_TCE', 'window_size is 0', 'liobn: 1, window_size: 0', 'liobn: 1, window_size: 0x10000'),
        vm('KVM_CREATE_SPAPR_TCE_64', 'flags is not 0', 'liobn: 1, page_shift: 12, size: 16, flags: 1', 'liobn: 1, page_shift: 12, size: 16'),
        vm('KVM_CREATE_SPAPR_TCE_64', 'size is 0', 'liobn: 1, page_shift: 12, size: 0', 'liobn: 1, page_shift: 12, size: 1'),
        vm('KVM_CREATE_SPAPR_TCE_64', 'offset + size exceeds the 64-bit bus address space', 'liobn: 1, page_shift: 12, offset: 0xfffffffffffff, size: 1', 'liobn: 1, page_shift: 12, offset: 0xffffffffffffe, size: 1'),
        *['KVM_CREATE_SPAPR_TCE': 'window_size: 0x10000', 'KVM_CREATE_SPAPR_TCE_64': 'page_shift: 12, size: 16'].collect { call, window ->
            RuleEvidence.of(call, 'EBUSY', 'the liobn already has a table', "vm { 2.times { ioctl $call, liobn: 1, $window } }", "vm { 2.times { ioctl $call, liobn: it, $window } }")
        },
        vm('KVM_CREATE_SPAPR_TCE_64', 'page_shift is not in the range 12 to 34', 'liobn: 1, page_shift: 11, size: 16', 'liobn: 1, page_shift: 12, size: 16'),
        reg("the register size in id is more than 16 bytes", '0x1050000000000001', 'KVM_REG_PPC_DAR'),
        reg('the id is not a KVM_REG_PPC register id', '0x2030000000000001', 'KVM_REG_PPC_DAR'),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', 'KVM_REG_PPC_ARCH_COMPAT on an HV VM needs KVM_CAP_PPC_PAPR; the refused call still sets the register', "m = vm { type HV; vcpu 0 }; $COMPAT",
                "m = vm { type HV; vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR } }; $COMPAT"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', "KVM_CAP_PPC_PAPR is not enabled on this vCPU of an HV VM; the refused call still enables the requested capability", 'vm { xics; vcpu 0 }',
                'vm { vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_IRQ_XICS, args: [-1] } }', but: [PPC64: 'EBADF']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', "KVM_CAP_PPC_PAPR is not enabled on this vCPU of an HV VM; the refused call still enables the requested capability", 'vm { xics; vcpu 0 }', 'vm { platform SPAPR; xics; vcpu 0 }'),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', 'the logical PVR of POWER11 is unknown to this release', 'vm { platform SPAPR; compat 0x0f000007; vcpu 0 }', 'vm { platform SPAPR; compat 0x0f000005; vcpu 0 }'),
        *['the window overlaps the VGIC\'s other window': ['EINVAL', 'id: 1, addr: 0x2c001000'], 'the window overlaps a memslot': ['EEXIST', 'id: 1, addr: 0x10000']].collect { rule, at ->
            RuleEvidence.of(BUILT, PROPOSED, at[0], rule, "vm { memory at: 0x10000, size: 64.KB; ioctl $PROPOSED, id: 0, addr: 0x2c001000; ioctl $PROPOSED, ${at[1]} }", "vm { ioctl $PROPOSED, id: 0, addr: 0x2c001000; ioctl $PROPOSED, id: 1, addr: 0x2c010000 }")
        },
        RuleEvidence.of(BUILT, 'KVM_SET_USER_MEMORY_REGION', 'EEXIST', 'the range overlaps a window of KVM_SET_DEVICE_ADDRESS', over('0x2c000000'), over('0x2c010000')),
        RuleEvidence.of([on: [PPC64: ['rfc:qemu:ppc64']]], 'KVM_SET_USER_MEMORY_REGION', 'EINVAL', 'the range ends beyond 64 GiB, the limit of the KVM_ALLOCATE_RMA proposal', 'vm { memory at: 64.GB, size: 64.KB }', 'vm { memory at: 64.GB - 64.KB, size: 64.KB }'),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', "the value of KVM_REG_PPC_ARCH_COMPAT is not a logical PVR, or its level is above the processor's", 'vm { platform SPAPR; arch 310; vcpu 0 }', 'vm { platform SPAPR; arch 300; vcpu 0 }'),
        RuleEvidence.of('KVM_RUN', 'EINVAL', 'a vCPU of an HV VM needs KVM_CAP_PPC_PAPR', 'm = vm { type HV; memory at: 0, size: 64.KB; vcpu 0 }; m.run()', "m = vm { type HV; memory at: 0, size: 64.KB; load at: 0x100, asm: 'li 3, 0x58; sc 1'; vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR; start 0x100 } }; m.run()"),
        proposed('ENODEV', 'the device number in id is not KVM_ARM_DEVICE_VGIC_V2', 'id: 0x70000, addr: 0x2c001000'),
        proposed('ENODEV', 'the address type in id is neither KVM_VGIC_V2_ADDR_TYPE_DIST nor KVM_VGIC_V2_ADDR_TYPE_CPU', 'id: 9, addr: 0x2c001000'),
        proposed('EINVAL', 'the address is not a multiple of 4 KiB', 'id: 0, addr: 0x2c001010'),
        proposed('E2BIG', 'the address is outside the guest physical address space', 'id: 0, addr: (1L << 60) + 0x10'),
    ]

    private static RuleEvidence proposed(String errno, String rule, String breaks) {
        RuleEvidence.of(BUILT, PROPOSED, errno, rule, "vm { ioctl $PROPOSED, $breaks }", "vm { ioctl $PROPOSED, id: 0, addr: 0x2c001000 }")
    }

    /** On the board with kvm-pr. */
    private static RuleEvidence pr(Map<String, ?> more, String call, String errno, String rule, String asked) {
        RuleEvidence.of([on: [PPC64: ['qemu:ppc64-rfc']]] + more, call, errno, rule, "vm { type PR; $asked }", "vm { type HV; $asked }")
    }

    private static String over(String at) {
        "m = vm { ioctl $PROPOSED, id: 0, addr: 0x2c001000 }; r = m.allocate(64.KB); m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: $at, memory_size: 64.KB, userspace_addr: r.address"
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
