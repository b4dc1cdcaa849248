package org.kvmsh.specs.rules

/** Of x86: its interrupt controllers, and what its vCPUs are given. */
class X86Evidence {
    private static final String FILTER = 'ioctl KVM_SET_PMU_EVENT_FILTER'
    private static final String SPLIT = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]'
    private static final String IRQCHIP = 'ioctl KVM_CREATE_IRQCHIP'
    private static final String PIT = 'ioctl KVM_CREATE_PIT2, flags: 0'
    private static final String CPUID = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ENFORCE_PV_FEATURE_CPUID, args: [1]'
    private static final String LIMIT = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MAX_VCPU_ID'
    private static final String LONG = 'cr0: 0x80000001, cr4: 0x20, efer: 0x500'

    static final List<RuleEvidence> ALL = [
        bits('EXIT_HYPERCALL', 'args[0] has a bit that is not in the value of KVM_CAP_EXIT_HYPERCALL', 0x1001, 0x1000),
        bits('DISABLE_QUIRKS2', 'args[0] has a bit that is not in the value of KVM_CAP_DISABLE_QUIRKS2', 0x40000001, 1),
        bits('X2APIC_API', 'args[0] has a feature that is not one of KVM_X2APIC_API_*, or mutually exclusive features', 0x83, 3),
        bits('X2APIC_API', 'args[0] has a feature that is not one of KVM_X2APIC_API_*, or mutually exclusive features', 12, 2),
        bits('X86_DISABLE_EXITS', 'args[0] has a bit that KVM_CHECK_EXTENSION does not report for this capability', 0x82, 2),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'the VM already has a vCPU', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_DISABLE_EXITS, args: [2] }',
                'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X86_DISABLE_EXITS, args: [2]; ioctl KVM_CREATE_VCPU, 0 }', elsewhere: ['qemu:x86_64': 'taken'], but: ['qemu:x86_64': 'taken']),
        bits('X86_BUS_LOCK_EXIT', 'args[0] sets a bit that is not one of KVM_BUS_LOCK_DETECTION_*, or sets both _OFF and _EXIT', 4, 1),
        bits('X86_BUS_LOCK_EXIT', 'args[0] sets a bit that is not one of KVM_BUS_LOCK_DETECTION_*, or sets both _OFF and _EXIT', 3, 2),
        bits('X86_USER_SPACE_MSR', 'args[0] has a bit that is not one of KVM_MSR_EXIT_REASON_*', 0x107, 7),
        bits('EXIT_ON_EMULATION_FAILURE', 'args[0] is neither 0 nor 1', 2, 1),
        *[['33', '32'], ['0', '1']].collect { broken, kept ->
            vcpu('KVM_X86_SETUP_MCE', 'EINVAL', 'the number of banks is 0 or above 32', broken, kept)
        },
        RuleEvidence.of('KVM_CREATE_IRQCHIP', 'EEXIST', 'the VM already has an interrupt controller', "vm { $IRQCHIP; $IRQCHIP }", "vm { $IRQCHIP }",
                // No powerpc and no riscv64 has the call, and no GICv3 is created by it.
                elsewhere: [PPC64: 'ENOTTY', 'qemu:arm64-gicv3': 'ENODEV', RISCV64: 'EINVAL']),
        RuleEvidence.of('KVM_CREATE_IRQCHIP', 'EEXIST', 'KVM_CAP_SPLIT_IRQCHIP is enabled: it leaves the PIC and the IOAPIC to user space', "vm { $SPLIT; $IRQCHIP }", "vm { $IRQCHIP }"),
        RuleEvidence.of('KVM_CREATE_IRQCHIP', 'EINVAL', 'a vCPU already exists', "vm { ioctl KVM_CREATE_VCPU, 0; $IRQCHIP }", "vm { $IRQCHIP; ioctl KVM_CREATE_VCPU, 0 }"),
        RuleEvidence.of('KVM_CREATE_PIT', 'EEXIST', 'the VM already has a PIT', "vm { $IRQCHIP; $PIT; $PIT }", "vm { $IRQCHIP; $PIT }"),
        RuleEvidence.of('KVM_CREATE_PIT', 'ENOENT', 'the PIT delivers its interrupts through the PIC, which KVM_CAP_SPLIT_IRQCHIP leaves to user space', "vm { $SPLIT; $PIT }", "vm { $IRQCHIP; $PIT }"),
        RuleEvidence.of('KVM_CREATE_PIT', 'ENOENT', 'KVM_CREATE_IRQCHIP must be called first: the PIT uses its interrupt controller', "vm { $PIT }", "vm { $IRQCHIP; $PIT }"),
        RuleEvidence.of('KVM_GET_PIT2', 'ENXIO', 'the VM has no in-kernel PIT: call KVM_CREATE_PIT2 first', "vm { $IRQCHIP; ioctl KVM_GET_PIT2 }", "vm { $IRQCHIP; $PIT; ioctl KVM_GET_PIT2 }"),
        RuleEvidence.of('KVM_SET_BOOT_CPU_ID', 'EBUSY', 'the VM already has a vCPU', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_SET_BOOT_CPU_ID, 0 }', 'vm { ioctl KVM_SET_BOOT_CPU_ID, 0 }'),
        RuleEvidence.of('KVM_SET_IDENTITY_MAP_ADDR', 'EINVAL', 'the VM already has a vCPU', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_SET_IDENTITY_MAP_ADDR, 0xfffbc000 }', 'vm { ioctl KVM_SET_IDENTITY_MAP_ADDR, 0xfffbc000 }'),
        RuleEvidence.of('KVM_SET_PMU_EVENT_FILTER', 'EINVAL', 'action is neither KVM_PMU_EVENT_ALLOW nor KVM_PMU_EVENT_DENY', "vm { $FILTER, action: 7 }", "vm { $FILTER, action: KVM_PMU_EVENT_DENY }"),
        RuleEvidence.of('KVM_SET_PMU_EVENT_FILTER', 'EINVAL', 'flags has a bit other than KVM_PMU_EVENT_FLAG_MASKED_EVENTS', "vm { $FILTER, flags: 2 }", "vm { $FILTER, flags: 0 }"),
        RuleEvidence.of('KVM_SET_PMU_EVENT_FILTER', 'E2BIG', 'nevents is above 300', "vm { $FILTER, nevents: 301, events: [0] * 301 }", "vm { $FILTER, nevents: 300, events: [0] * 300 }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'KVM_CAP_SPLIT_IRQCHIP reserves more than 4096 IOAPIC pins', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [4097] }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [4096] }'),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EEXIST', 'KVM_CAP_SPLIT_IRQCHIP is enabled twice, or after KVM_CREATE_IRQCHIP', "vm { $SPLIT; $SPLIT }", "vm { $SPLIT }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EEXIST', 'KVM_CAP_SPLIT_IRQCHIP is enabled after the first vCPU was created', "vm { ioctl KVM_CREATE_VCPU, 0; $SPLIT }", "vm { $SPLIT; ioctl KVM_CREATE_VCPU, 0 }"),
        RuleEvidence.of('KVM_IRQ_LINE', 'ENXIO', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_IRQ_LINE, irq: 4, level: 1 }', "vm { $IRQCHIP; ioctl KVM_IRQ_LINE, irq: 4, level: 1 }", in: ['X86_64']),
        RuleEvidence.of('KVM_IRQ_LINE', 'ENXIO', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_IRQ_LINE, irq: 4, level: 1 }', "vm { $SPLIT; ioctl KVM_IRQ_LINE, irq: 4, level: 1 }", in: ['X86_64']),
        *['GET', 'SET'].collectMany { way ->
            [RuleEvidence.of("KVM_${way}_IRQCHIP", 'ENXIO', 'the VM has no in-kernel PICs or IOAPIC: call KVM_CREATE_IRQCHIP first', "vm { $SPLIT; ioctl KVM_${way}_IRQCHIP, chip_id: 0 }", "vm { $IRQCHIP; ioctl KVM_${way}_IRQCHIP, chip_id: 0 }"),
             RuleEvidence.of("KVM_${way}_IRQCHIP", 'EINVAL', 'chip_id must be 0 or 1 (the PICs) or 2 (the IOAPIC)', "vm { $IRQCHIP; ioctl KVM_${way}_IRQCHIP, chip_id: 3 }", "vm { $IRQCHIP; ioctl KVM_${way}_IRQCHIP, chip_id: 2 }")]
        },
        RuleEvidence.of('KVM_INTERRUPT', 'ENXIO', 'the VM has in-kernel PICs: inject interrupts with KVM_IRQ_LINE', "vm { $IRQCHIP; vcpu(0) { ioctl KVM_INTERRUPT, irq: 5 } }", "vm { $SPLIT; vcpu(0) { ioctl KVM_INTERRUPT, irq: 5 } }"),
        *['KVM_GET_LAPIC', 'KVM_SET_LAPIC', 'KVM_SET_VAPIC_ADDR'].collect {
            RuleEvidence.of(it, 'EINVAL', 'the vCPU has no in-kernel local APIC: call KVM_CREATE_IRQCHIP before creating the vCPU', "vm { vcpu(0) { ioctl $it } }", "vm { $SPLIT; vcpu(0) { ioctl $it } }")
        },
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', "args[0] is above KVM_CAP_MAX_VCPU_ID", "vm { $LIMIT, args: [4097] }", "vm { $LIMIT, args: [4096] }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', "the VM's vCPU id limit is already set to another value; creating the first vCPU also sets it", "vm { $LIMIT, args: [4]; $LIMIT, args: [5] }", "vm { 2.times { $LIMIT, args: [4] } }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', "the VM's vCPU id limit is already set to another value; creating the first vCPU also sets it", "vm { ioctl KVM_CREATE_VCPU, 0; $LIMIT, args: [4] }", "vm { ioctl KVM_CREATE_VCPU, 0; $LIMIT, args: [4096] }"),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'args[0] is below the id set by KVM_SET_BOOT_CPU_ID', "vm { ioctl KVM_SET_BOOT_CPU_ID, 5; $LIMIT, args: [4] }", "vm { ioctl KVM_SET_BOOT_CPU_ID, 5; $LIMIT, args: [5] }"),
        *[['ioctl KVM_SET_BOOT_CPU_ID, 4097', 'ioctl KVM_SET_BOOT_CPU_ID, 4096'], ["$LIMIT, args: [4]; ioctl KVM_SET_BOOT_CPU_ID, 5", "$LIMIT, args: [4]; ioctl KVM_SET_BOOT_CPU_ID, 4"]].collect { broken, kept ->
            RuleEvidence.of('KVM_SET_BOOT_CPU_ID', 'EINVAL', 'the id is above KVM_CAP_MAX_VCPU_ID, or above the limit set by enabling it', "vm { $broken }", "vm { $kept }")
        },
        RuleEvidence.of('KVM_SET_NR_MMU_PAGES', 'EINVAL', 'the number of pages is below 64', 'vm { ioctl KVM_SET_NR_MMU_PAGES, 63 }', 'vm { ioctl KVM_SET_NR_MMU_PAGES, 64 }'),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'the capability can be enabled only on a vCPU', "vm { $CPUID }", "vm { vcpu(0) { $CPUID } }", in: ['X86_64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'the capability can be enabled only on the VM', "vm { vcpu(0) { $SPLIT } }", "vm { $SPLIT }", in: ['X86_64']),
        *[['nr: 32', 'nr: 31'], ['nr: 2', 'nr: 3']].collect { broken, kept ->
            vcpu('KVM_SET_VCPU_EVENTS', 'EINVAL', 'exception.nr is above 31, or is 2 (NMI)', "exception: [injected: 1, $broken]", "exception: [injected: 1, $kept]")
        },
        *[PAYLOAD: 'EXCEPTION_PAYLOAD', TRIPLE_FAULT: 'X86_TRIPLE_FAULT_EVENT'].collect { flag, capability ->
            def events = "vcpu(0) { ioctl KVM_SET_VCPU_EVENTS, flags: KVM_VCPUEVENT_VALID_$flag }"
            RuleEvidence.of('KVM_SET_VCPU_EVENTS', 'EINVAL', "flags has KVM_VCPUEVENT_VALID_$flag, but KVM_CAP_$capability is not enabled", "vm { $events }", "vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_$capability, args: [1]; $events }")
        },
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the id is not less than the limit set by enabling KVM_CAP_MAX_VCPU_ID', "vm { $LIMIT, args: [4]; ioctl KVM_CREATE_VCPU, 4 }", "vm { $LIMIT, args: [4]; ioctl KVM_CREATE_VCPU, 3 }"),
        // Without a vCPU that accepts it, an interrupt is EPERM, which is not an errno of a rule.
        RuleEvidence.of('KVM_SIGNAL_MSI', 'EINVAL', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_SIGNAL_MSI, address_lo: 0xfee00000, data: 0x30 }', "vm { $IRQCHIP; ioctl KVM_SIGNAL_MSI, address_lo: 0xfee00000, data: 0x30 }", but: [X86_64: 'EPERM']),
        RuleEvidence.of('KVM_IRQFD', 'EINVAL', 'the VM has no in-kernel interrupt controller', 'vm { }; irqfd gsi: 4', "vm { $IRQCHIP }; irqfd gsi: 4"),
        RuleEvidence.of('KVM_SIGNAL_MSI', 'EINVAL', 'flags has a bit that is not a KVM_MSI_VALID_* flag', "vm { $IRQCHIP; ioctl KVM_SIGNAL_MSI, address_lo: 0xfee00000, data: 0x30, flags: 2 }",
                "vm { $IRQCHIP; ioctl KVM_SIGNAL_MSI, address_lo: 0xfee00000, data: 0x30, flags: KVM_MSI_VALID_DEVID }", but: [X86_64: 'EPERM']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 0 }', "vm { $SPLIT; ioctl KVM_SET_GSI_ROUTING, nr: 0 }", in: ['X86_64']),
        RuleEvidence.of('KVM_SET_TSS_ADDR', 'EINVAL', 'the three pages reach beyond 4 GiB', 'vm { ioctl KVM_SET_TSS_ADDR, 0xffffe000 }', 'vm { ioctl KVM_SET_TSS_ADDR, 0xffffd000 }'),
        RuleEvidence.of('KVM_SET_TSS_ADDR', 'EINVAL', 'the three pages reach beyond 4 GiB', 'vm { ioctl KVM_SET_TSS_ADDR, 1L << 32 }', 'vm { ioctl KVM_SET_TSS_ADDR, 0xfffbd000 }'),
        RuleEvidence.of('KVM_SET_CLOCK', 'EINVAL', 'flags has a bit that is not a KVM_CLOCK_* flag', 'vm { ioctl KVM_SET_CLOCK, flags: 0x100 }', 'vm { ioctl KVM_SET_CLOCK, flags: KVM_CLOCK_REALTIME }'),
        RuleEvidence.of('KVM_X86_SET_MSR_FILTER', 'EINVAL', 'KVM_MSR_FILTER_DEFAULT_DENY, but nmsrs is 0 in every range', 'vm { ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_DENY }', 'vm { ioctl KVM_X86_SET_MSR_FILTER, flags: 0 }'),
        RuleEvidence.of('KVM_X86_SET_MSR_FILTER', 'EINVAL', 'flags has a bit that is not a KVM_MSR_FILTER_DEFAULT_* flag', 'vm { ioctl KVM_X86_SET_MSR_FILTER, flags: 2 }', 'vm { ioctl KVM_X86_SET_MSR_FILTER, flags: KVM_MSR_FILTER_DEFAULT_ALLOW }'),

        vcpu('KVM_SET_MSRS', 'E2BIG', 'the call has more than 255 MSRs', 'nmsrs: 256', 'nmsrs: 255, entries: (1..255).collect { [index: 0x174, data: 1] }'),
        vcpu('KVM_SET_CPUID2', 'E2BIG', 'the call has more than 256 entries', 'nent: 257', 'nent: 256, entries: (1..256).collect { [function: it] }'),
        vcpu('KVM_SET_CPUID2', 'EINVAL', 'leaf 0x80000008 reports a virtual address width of neither 48 nor 57 bits', 'nent: 1, entries: [[function: 0x80000008, eax: 0x2f00]]', 'nent: 1, entries: [[function: 0x80000008, eax: 0x3000]]'),
        RuleEvidence.of('KVM_SET_CPUID2', 'EINVAL', 'the call changes the CPUID of a vCPU that has run', run('nent: 2, entries: [[function: 0, eax: 1], [function: 1]]'), run('nent: 1, entries: [[function: 0, eax: 1]]')),
        vcpu('KVM_SET_XCRS', 'EINVAL', 'flags is not 0', 'nr_xcrs: 0, flags: 1', 'nr_xcrs: 0'),
        vcpu('KVM_SET_XCRS', 'EINVAL', 'nr_xcrs is above 16', 'nr_xcrs: 17, xcrs: [[value: 1]]', 'nr_xcrs: 16, xcrs: [[value: 1]]'),
        vcpu('KVM_SET_XCRS', 'EINVAL', 'XCR0 lacks x87, bit 0', 'nr_xcrs: 1, xcrs: [[value: 2]]', 'nr_xcrs: 1, xcrs: [[value: 1]]'),
        // A vCPU without CPUID has no AVX either.
        vcpu('KVM_SET_XCRS', 'EINVAL', 'XCR0 has AVX without SSE', 'nr_xcrs: 1, xcrs: [[value: 5]]', 'nr_xcrs: 1, xcrs: [[value: 1]]'),
        vcpu('KVM_TPR_ACCESS_REPORTING', 'EINVAL', 'flags is not 0', 'flags: 1, enabled: 1', 'enabled: 1'),
        vcpu('KVM_SET_DEBUGREGS', 'EINVAL', 'flags is not 0', 'flags: 1, dr7: 0x400', 'dr7: 0x400'),
        vcpu('KVM_SET_DEBUGREGS', 'EINVAL', 'dr6 has bits above 31', 'dr6: 1L << 32, dr7: 0x400', 'dr6: 0xffff0ff0, dr7: 0x400'),
        vcpu('KVM_SET_DEBUGREGS', 'EINVAL', 'dr7 has bits above 31', 'dr7: 1L << 32', 'dr7: 0x80000400'),
        vcpu('KVM_INTERRUPT', 'EINVAL', "the interrupt number is not less than 256", 'irq: 256', 'irq: 255'),
        vcpu('KVM_SET_MP_STATE', 'EINVAL', 'mp_state is not a state of an x86 vCPU', 'mp_state: 99', 'mp_state: KVM_MP_STATE_RUNNABLE'),
        RuleEvidence.of('KVM_SET_MP_STATE', 'EINVAL', 'mp_state is not KVM_MP_STATE_RUNNABLE, but the vCPU has no in-kernel local APIC', 'vm { vcpu(0) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED } }',
                'vm { irqchip; vcpu(0) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED } }'),
        vcpu('KVM_SET_VCPU_EVENTS', 'EINVAL', 'flags has a bit that is not a KVM_VCPUEVENT_VALID_* flag', 'flags: 0x8000', 'flags: KVM_VCPUEVENT_VALID_SHADOW'),
        vcpu('KVM_SET_SREGS2', 'EINVAL', 'flags has a bit that is not a KVM_SREGS2_FLAGS_* flag', 'flags: 2', 'flags: 0'),
        sregs('cr0 has bits above 31', 'cr0: 0x100000010', 'cr0: 0x10'),
        sregs('cr0 has PG (paging) without PE (protected mode)', 'cr0: 0x80000000', 'cr0: 1'),
        sregs('cr0 has NW without CD', 'cr0: 0x20000001', 'cr0: 0x60000001'),
        sregs('efer has LME and cr0 has PG, so the vCPU is in long mode, but cr4 lacks PAE', 'cr0: 0x80000001, efer: 0x500', LONG),
        sregs('efer has LME and cr0 has PG, so the vCPU is in long mode, but efer lacks LMA', 'cr0: 0x80000001, cr4: 0x20, efer: 0x100', LONG),
        sregs('efer has LMA, which requires LME in efer and PG in cr0', 'cr0: 1, efer: 0x500', 'cr0: 1, efer: 0x100'),
        sregs('cs.l is 1 (64-bit code), which needs long mode: LME in efer and PG in cr0', 'cr0: 1, cs: [l: 1]', "$LONG, cs: [l: 1]"),
        sregs('in long mode, cr3 has bits above 51', "$LONG, cr3: 1L << 52", "$LONG, cr3: 1L << 30"),
        sregs('cr4 has a reserved bit', 'cr4: 0x8000', 'cr4: 0x20'),
        sregs('apic_base has a reserved bit', 'apic_base: 0xfee00901', 'apic_base: 0xfee00900'),
        sregs('apic_base has x2APIC mode (bit 10) without the enable bit (bit 11)', 'apic_base: 0xfee00400', 'apic_base: 0xfee00800'),
        cr4('UMIP', 11, 7, 'ecx', 2), cr4('LA57', 12, 7, 'ecx', 16), cr4('VMXE', 13, 1, 'ecx', 5), cr4('FSGSBASE', 16, 7, 'ebx', 0), cr4('PCIDE', 17, 1, 'ecx', 17), cr4('OSXSAVE', 18, 1, 'ecx', 26),
        cr4('SMEP', 20, 7, 'ebx', 7), cr4('SMAP', 21, 7, 'ebx', 20), cr4('PKE', 22, 7, 'ecx', 3), cr4('CET', 23, 7, 'ecx', 7),
        efer('LME', 8, 'edx', 29, 'efer: 0x100', 'cr0: 0x10'), efer('LMA', 10, 'edx', 29, LONG, 'cr0: 0x10'), efer('NX', 11, 'edx', 20, 'efer: 0x800', 'cr0: 0x10'),
        efer('SVME', 12, 'ecx', 2, 'efer: 0x1000', 'cr0: 0x10'), efer('FFXSR', 14, 'edx', 25, 'efer: 0x4000', 'cr0: 0x10'),
    ]

    /** args[0] of a capability of the VM. */
    private static RuleEvidence bits(String capability, String rule, int broken, int kept) {
        def (breaks, inside) = [broken, kept].collect { "vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_$capability, args: [0x${Integer.toHexString(it)}] }" as String }
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', rule, breaks, inside, in: ['X86_64'])
    }

    private static RuleEvidence vcpu(String call, String errno, String rule, String breaks, String inside) {
        RuleEvidence.of(call, errno, rule, "vm { vcpu(0) { ioctl $call, $breaks } }", "vm { vcpu(0) { ioctl $call, $inside } }")
    }

    private static RuleEvidence sregs(String rule, String breaks, String inside) {
        vcpu('KVM_SET_SREGS', 'EINVAL', rule, breaks, inside)
    }

    /** The processor and the release decide too, so that a kernel may take the bit; without the bit all do. */
    private static RuleEvidence cr4(String name, int bit, int leaf, String register, int flag) {
        def cpuid = 'ioctl KVM_SET_CPUID2, nent: 2, entries: [[function: 0, eax: 7], [function: 1]]'
        RuleEvidence.of('KVM_SET_SREGS', 'EINVAL', "cr4 has $name, bit $bit, which the vCPU's CPUID (leaf $leaf, $register bit $flag) or this KVM lacks", "vm { vcpu(0) { $cpuid; ioctl KVM_SET_SREGS, cr4: ${1 << bit} } }",
                "vm { vcpu(0) { $cpuid; ioctl KVM_SET_SREGS, cr4: 0 } }", unsure: true)
    }

    private static RuleEvidence efer(String name, int bit, String register, int flag, String breaks, String inside) {
        sregs("efer has $name, bit $bit, but the vCPU's CPUID lacks leaf 0x80000001, $register bit $flag", breaks, inside)
    }

    private static String run(String cpuid) {
        "m = vm { memory at: 0, size: 64.KB; load at: 0, hex: 'f4'; vcpu(0) { real 0; ioctl KVM_SET_CPUID2, nent: 1, entries: [[function: 0, eax: 1]] } }; m.run(); m.vcpu(0).ioctl KVM_SET_CPUID2, $cpuid"
    }
}
