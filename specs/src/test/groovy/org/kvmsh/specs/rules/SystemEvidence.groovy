package org.kvmsh.specs.rules

/** Of VMs, vCPUs, capabilities, eventfds: rules of every architecture. */
class SystemEvidence {
    private static final String MOST = '(kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPU_ID) ?: kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS))'
    private static final String IPA = 'kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_VM_IPA_SIZE)'

    private static final String UNSUPPORTED = 'the device type is unknown to this kernel, or this host does not support it'

    /** BoardsWithoutKvmSpec has a board without it. */
    private static final String KVM_HV = 'each powerpc board here has kvm_hv'

    /** Neither powerpc nor arm64's Linux 6.1 has dirty rings. */
    private static final String RING = 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING_ACQ_REL'

    static final List<RuleEvidence> ALL = [
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'the type is not one of KVM_CAP_VM_TYPES', 'kvm.ioctl KVM_CREATE_VM, 99', 'vm { }'),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'the type has bits above bit 7; bits 7 to 0 are the number of guest physical address bits', 'kvm.ioctl KVM_CREATE_VM, 0x128', 'vm { ipa 40 }'),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'the type asks for fewer than 32 guest physical address bits', 'kvm.ioctl KVM_CREATE_VM, 31', 'vm { ipa 32 }'),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'the type asks for more guest physical address bits than KVM_CAP_ARM_VM_IPA_SIZE', "kvm.ioctl KVM_CREATE_VM, $IPA + 1", "vm { ipa $IPA }"),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'the type is not 0 (default), 1 (HV) or 2 (PR)', 'kvm.ioctl KVM_CREATE_VM, 3', 'vm { type HV }'),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'VM type 1 (HV) needs the kvm_hv module', 'kvm.ioctl KVM_CREATE_VM, KVM_VM_PPC_HV', 'vm { type HV }', unseen: KVM_HV),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'VM type 0 (default) needs the kvm_hv or the kvm_pr module', 'kvm.ioctl KVM_CREATE_VM, 0', 'vm { }', unseen: KVM_HV),
        RuleEvidence.of('KVM_CREATE_VM', 'EINVAL', 'VM type 2 (PR) needs the kvm_pr module', 'kvm.ioctl KVM_CREATE_VM, KVM_VM_PPC_PR', 'vm { type HV }', unsure: true),
        RuleEvidence.of('KVM_GET_API_VERSION', 'EINVAL', 'the argument is not 0: the call takes none', 'kvm.ioctl KVM_GET_API_VERSION, 1', 'kvm.ioctl KVM_GET_API_VERSION'),
        RuleEvidence.of('KVM_GET_VCPU_MMAP_SIZE', 'EINVAL', 'the argument is not 0: the call takes none', 'kvm.ioctl KVM_GET_VCPU_MMAP_SIZE, 1', 'kvm.ioctl KVM_GET_VCPU_MMAP_SIZE'),
        RuleEvidence.of('KVM_RUN', 'EINVAL', 'the argument is not 0: KVM_RUN takes none', 'm = vm { vcpu 0 }; m.vcpu(0).ioctl KVM_RUN, 1', 'm = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "f4"; vcpu(0) { real 0x1000 } }; m.run until: hlt', in: ['X86_64']),
        RuleEvidence.of('KVM_RUN', 'EINVAL', 'the argument is not 0: KVM_RUN takes none', 'm = vm { vcpu 0 }; m.vcpu(0).ioctl KVM_RUN, 1', 'm = vm { vcpu 0 }', in: ['ARM64', 'PPC64', 'RISCV64']),
        RuleEvidence.of('KVM_RESET_DIRTY_RINGS', 'EINVAL', 'the VM has no dirty rings', 'm = vm { }; m.ioctl KVM_RESET_DIRTY_RINGS', 'm = vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [4096] }; m.ioctl KVM_RESET_DIRTY_RINGS', in: ['X86_64']),
        RuleEvidence.of('KVM_RESET_DIRTY_RINGS', 'EINVAL', 'the VM has no dirty rings', 'm = vm { }; m.ioctl KVM_RESET_DIRTY_RINGS', 'm = vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING_ACQ_REL, args: [4096] }; m.ioctl KVM_RESET_DIRTY_RINGS', in: ['RISCV64']),
        RuleEvidence.of('KVM_RESET_DIRTY_RINGS', 'EINVAL', 'the VM has no dirty rings', 'm = vm { }; m.ioctl KVM_RESET_DIRTY_RINGS', 'vm { }', in: ['ARM64', 'PPC64']),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'ENODEV', 'the type is not one of KVM_DEV_TYPE_*, or it belongs to another architecture', 'vm { ioctl KVM_CREATE_DEVICE, type: 99 }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO }', but: [RISCV64: 'ENODEV']),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the id is not less than KVM_CAP_MAX_VCPU_ID', "vm { ioctl KVM_CREATE_VCPU, $MOST }", "vm { ioctl KVM_CREATE_VCPU, $MOST - 1 }",
                // A virtual core of an HV VM has one thread, unless KVM_CAP_PPC_SMT is larger, and so fewer ids.
                but: [PPC64: 'EINVAL']),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the VM already has KVM_CAP_MAX_VCPUS vCPUs', 'vm { 9.times { ioctl KVM_CREATE_VCPU, it % 8 } }', 'vm { 8.times { ioctl KVM_CREATE_VCPU, it } }',
                // A GICv2 has 8; the other kernels accept 512 to 4096, too many to create here.
                elsewhere: [kvm: 'EEXIST', 'qemu:x86_64': 'EEXIST', 'qemu:arm64-gicv3': 'EEXIST', PPC64: 'EINVAL', RISCV64: 'EEXIST'],
                but: [X86_64: 'taken', 'qemu:arm64-gicv3': 'taken', PPC64: 'taken', RISCV64: 'taken']),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the VM already has a vCPU with this id', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_CREATE_VCPU, 0 }', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_CREATE_VCPU, 1 }'),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EEXIST', 'the VM already has a vCPU with this id', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_CREATE_VCPU, 0 }', 'vm { ioctl KVM_CREATE_VCPU, 0; ioctl KVM_CREATE_VCPU, 1 }',
                elsewhere: [PPC64: 'EINVAL'], but: [PPC64: 'taken']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'flags is not 0', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24], flags: 1 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24] }', in: ['X86_64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'flags is not 0', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER, flags: 1 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER }', in: ['ARM64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'flags is not 0', 'vm { vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR, flags: 1 } }', 'vm { vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR } }', in: ['PPC64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'flags is not 0', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_RISCV_MP_STATE_RESET, flags: 1 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_RISCV_MP_STATE_RESET }', in: ['RISCV64']),
        // The flags of no other capability are ignored.
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'args[0] of KVM_CAP_HALT_POLL does not fit in 32 bits', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, args: [0x100000000] }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, args: [0xffffffff] }'),
        RuleEvidence.of('KVM_SET_SIGNAL_MASK', 'EINVAL', "len is not the size of the kernel's sigset_t", 'vm { vcpu(0) { ioctl KVM_SET_SIGNAL_MASK, len: 4 } }', 'vm { vcpu(0) { ioctl KVM_SET_SIGNAL_MASK, len: 8, sigset: [0] * 8 } }'),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'flags is not 0', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_HALT_POLL, flags: 1 }', "vm { $RING, flags: 1, args: [0x4000] }", in: ['X86_64', 'RISCV64']),
        RuleEvidence.of('KVM_CREATE_VCPU', 'EINVAL', 'the id does not fit in 32 bits', 'vm { ioctl KVM_CREATE_VCPU, 1L << 32 }', 'vm { ioctl KVM_CREATE_VCPU, 0 }'),
        ring('EINVAL', 'args[0], the size of each ring in bytes, is not a power of two', 'args: [0x6000]', 'args: [0x4000]'),
        ring('EINVAL', 'args[0] is smaller than a page or than the size of the ring entries that KVM reserves', 'args: [0x800]', 'args: [0x4000]'),
        ring('E2BIG', 'args[0], the size of each dirty ring in bytes, is above the value of the capability', 'args: [0x200000]', 'args: [0x100000]'),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'the VM already has dirty rings', "vm { 2.times { $RING, args: [0x4000] } }", "vm { $RING, args: [0x4000] }", elsewhere: [ARM64: 'EINVAL']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'a vCPU already exists', "vm { ioctl KVM_CREATE_VCPU, 0; $RING, args: [0x4000] }", "vm { $RING, args: [0x4000]; ioctl KVM_CREATE_VCPU, 0 }", elsewhere: [ARM64: 'EINVAL']),
        *[['8', '1'], ['2', '3']].collect { broken, kept ->
            RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'args[0] has a bit that KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 does not report, or KVM_DIRTY_LOG_INITIALLY_SET without KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE',
                    "vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [$broken] }", "vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [$kept] }")
        },
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'cap is not a known capability', 'vm { ioctl KVM_ENABLE_CAP, cap: 9999 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_RISCV_MP_STATE_RESET }', in: ['RISCV64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'cap is not a known capability', 'vm { ioctl KVM_ENABLE_CAP, cap: 9999 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24] }', in: ['X86_64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'cap is not a known capability', 'vm { ioctl KVM_ENABLE_CAP, cap: 9999 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER }', in: ['ARM64']),
        RuleEvidence.of('KVM_ENABLE_CAP', 'EINVAL', 'cap is not a known capability', 'vm { ioctl KVM_ENABLE_CAP, cap: 9999 }', 'vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [0xe0, 1] }', in: ['PPC64']),
        *[ARM64: ['ARM_VGIC_V3', 'qemu:arm64-gicv3'], PPC64: ['XIVE', 'qemu:ppc64-powernv']].collect { arch, device ->
            RuleEvidence.of('KVM_CREATE_DEVICE', 'ENODEV', UNSUPPORTED, "vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_${device[0]} }", 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO }',
                    in: [arch], elsewhere: [(device[1]): 'taken'], but: [(arch): 'taken'])
        },
        *['X86_64', 'RISCV64'].collect { arch ->
            RuleEvidence.of('KVM_CREATE_DEVICE', 'ENODEV', UNSUPPORTED, 'vm { ioctl KVM_CREATE_DEVICE, type: 99 }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO }', in: [arch],
                    unseen: 'its boards have every device of the architecture')
        },
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EBUSY', 'the VM already has a KVM_DEV_TYPE_VFIO', 'vm { 2.times { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO } }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_VFIO }', elsewhere: [RISCV64: 'ENODEV']),
        RuleEvidence.of('KVM_IOEVENTFD', 'EINVAL', 'len is not 0, 1, 2, 4 or 8', 'vm { ioctl KVM_IOEVENTFD, addr: 0x10000000, len: 3, fd: 0 }', 'vm { }; ioeventfd mmio: 0x10000000, length: 4'),
        RuleEvidence.of('KVM_IOEVENTFD', 'EINVAL', 'addr + len exceeds 64 bits', 'vm { ioctl KVM_IOEVENTFD, addr: -8, len: 8, fd: 0 }', 'vm { }; ioeventfd mmio: -16, length: 8'),
        RuleEvidence.of('KVM_IOEVENTFD', 'EINVAL', 'KVM_IOEVENTFD_FLAG_DATAMATCH with a len of 0', 'vm { ioctl KVM_IOEVENTFD, addr: 0x10000000, len: 0, flags: KVM_IOEVENTFD_FLAG_DATAMATCH, fd: 0 }', 'vm { }; ioeventfd mmio: 0x10000000, length: 4, value: 7'),
        RuleEvidence.of('KVM_REGISTER_COALESCED_MMIO', 'EINVAL', 'pio is neither 0 nor 1', 'vm { ioctl KVM_REGISTER_COALESCED_MMIO, addr: 0x10000000, size: 4, pio: 2 }', 'vm { ioctl KVM_REGISTER_COALESCED_MMIO, addr: 0x10000000, size: 4 }', elsewhere: [PPC64: 'ENOTTY']),
        RuleEvidence.of('KVM_IOEVENTFD', 'EINVAL', 'flags has a bit that is not a KVM_IOEVENTFD_FLAG_* flag', 'vm { ioctl KVM_IOEVENTFD, addr: 0x10000000, len: 4, flags: 0x100, fd: 0 }', 'vm { }; ioeventfd mmio: 0x10000000, length: 4'),
        RuleEvidence.of('KVM_IRQFD', 'EINVAL', 'flags has a bit that is not a KVM_IRQFD_FLAG_* flag', 'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_IRQFD, gsi: 4, flags: 0x100, fd: 0 }', 'vm { irqchip }; irqfd gsi: 4', in: ['X86_64']),
        // Without an interrupt controller that is complete it is too early for any eventfd.
        RuleEvidence.of('KVM_IRQFD', 'EINVAL', 'flags has a bit that is not a KVM_IRQFD_FLAG_* flag', 'vm { ioctl KVM_IRQFD, gsi: 4, flags: 0x100, fd: 0 }', 'vm { }; irqfd gsi: 4', in: ['ARM64', 'PPC64', 'RISCV64'], but: [ARM64: 'EAGAIN', PPC64: 'EAGAIN']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'flags is not 0', 'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 0, flags: 1 }', 'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 0 }', in: ['X86_64']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'flags is not 0', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 0, flags: 1 }', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 0 }', in: ['ARM64']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'nr is above 4096', 'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 4097 }', 'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4, type: KVM_IRQ_ROUTING_IRQCHIP]] }', in: ['X86_64']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'nr is above 4096', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 4097 }', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4, type: KVM_IRQ_ROUTING_IRQCHIP]] }', in: ['ARM64']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'the gsi of an entry is not less than 4096', 'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4096, type: KVM_IRQ_ROUTING_IRQCHIP]] }',
                'vm { ioctl KVM_CREATE_IRQCHIP; ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4095, type: KVM_IRQ_ROUTING_IRQCHIP]] }', in: ['X86_64']),
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'the gsi of an entry is not less than 4096', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4096, type: KVM_IRQ_ROUTING_IRQCHIP]] }',
                'vm { ioctl KVM_SET_GSI_ROUTING, nr: 1, entries: [[gsi: 4095, type: KVM_IRQ_ROUTING_IRQCHIP]] }', in: ['ARM64']),
    ]
    private static RuleEvidence ring(String errno, String rule, String breaks, String inside) {
        RuleEvidence.of('KVM_ENABLE_CAP', errno, rule, "vm { $RING, $breaks }", "vm { $RING, $inside }", elsewhere: [ARM64: 'EINVAL'])
    }
}
