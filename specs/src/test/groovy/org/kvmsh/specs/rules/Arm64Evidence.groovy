package org.kvmsh.specs.rules

/** Of arm64: its interrupt controller and the features of its vCPUs. */
class Arm64Evidence {
    private static final String IRQCHIP = 'ioctl KVM_CREATE_IRQCHIP'
    private static final String GICV2 = 'ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2'
    private static final String ADDRESS = 'ioctl KVM_ARM_SET_DEVICE_ADDR'
    private static final Map<String, ?> V2 = [elsewhere: ['qemu:arm64-gicv3': 'ENODEV']]
    private static final String PROPOSED = 'ioctl KVM_SET_DEVICE_ADDRESS'
    /** The board whose kernel is built with it, and one with the proposal in front. */
    private static final Map<String, ?> BUILT = [on: [ARM64: ['qemu:arm64-rfc', 'rfc:qemu:arm64']]]

    private static final String HAS = 'a Cortex-A57 has it'
    private static final String INIT = 'ioctl KVM_ARM_VCPU_INIT, target: KVM_ARM_TARGET_CORTEX_A57'
    private static final String COUNT = 'attr group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, size: 4, value: '
    private static final String PLACE = 'attr group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: '
    private static final String RAN = guest('')
    private static final String PVTIME = 'group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA, value: '
    private static final String PMU = ', features: [1 << KVM_ARM_VCPU_PMU_V3]'
    /** Its bits, from the lowest: 16 of base_event, 16 of nevents, 8 of action. */
    private static final String FILTER = 'group: KVM_ARM_VCPU_PMU_V3_CTRL, attr: KVM_ARM_VCPU_PMU_V3_FILTER, value: '

    static final List<RuleEvidence> ALL = [
        RuleEvidence.of(V2, 'KVM_CREATE_IRQCHIP', 'EEXIST', 'KVM_CREATE_DEVICE has already created the interrupt controller', "vm { $GICV2; $IRQCHIP }", "vm { $IRQCHIP }"),
        RuleEvidence.of(V2, 'KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has an interrupt controller', "vm { $IRQCHIP; $GICV2 }", "vm { $GICV2 }"),
        address('ENODEV', 'the device number in id is not KVM_ARM_DEVICE_VGIC_V2', "$IRQCHIP; $ADDRESS, id: 0x70000, addr: 0x8000000", "$IRQCHIP; $ADDRESS, id: 0, addr: 0x8000000"),
        RuleEvidence.of('KVM_ARM_SET_DEVICE_ADDR', 'ENODEV', 'the VM has no GICv2', "vm { $ADDRESS, id: 0, addr: 0x8000000 }", "vm { $IRQCHIP; $ADDRESS, id: 0, addr: 0x8000000 }", but: ['qemu:arm64-gicv3': 'ENODEV']),
        address('EINVAL', 'the address is not a multiple of 4 KiB', "$IRQCHIP; $ADDRESS, id: 0, addr: 0x8000800", "$IRQCHIP; $ADDRESS, id: 0, addr: 0x8001000"),
        proposed('EINVAL', 'the address is not a multiple of 4 KiB', "$IRQCHIP; $PROPOSED, id: 0, addr: 0x8000800", "$IRQCHIP; $PROPOSED, id: 0, addr: 0x8001000"),
        address('EINVAL', 'the window ends beyond 2^64', "$IRQCHIP; $ADDRESS, id: 0, addr: -0x1000L", "$IRQCHIP; $ADDRESS, id: 0, addr: 0x8001000"),
        address('ENODEV', 'the address type in id is neither KVM_VGIC_V2_ADDR_TYPE_DIST nor KVM_VGIC_V2_ADDR_TYPE_CPU', "$IRQCHIP; $ADDRESS, id: 9, addr: 0x8000000", "$IRQCHIP; $ADDRESS, id: KVM_VGIC_V2_ADDR_TYPE_CPU, addr: 0x8000000"),
        address('EEXIST', 'this address is already set', "$IRQCHIP; 2.times { $ADDRESS, id: 0, addr: 0x8000000 }", "$IRQCHIP; $ADDRESS, id: 0, addr: 0x8000000"),
        address('E2BIG', 'the window is not inside the guest physical address space', "$IRQCHIP; $ADDRESS, id: 0, addr: 1L << 40", "$IRQCHIP; $ADDRESS, id: 0, addr: (1L << 40) - 0x1000"),
        proposed('ENODEV', 'the device number in id is not KVM_ARM_DEVICE_VGIC_V2', "$IRQCHIP; $PROPOSED, id: 0x70000, addr: 0x8000000", "$IRQCHIP; $PROPOSED, id: 0, addr: 0x8000000"),
        proposed('ENODEV', 'the VM has no GICv2', "$PROPOSED, id: 0, addr: 0x8000000", "$IRQCHIP; $PROPOSED, id: 0, addr: 0x8000000"),
        proposed('ENODEV', 'the address type in id is neither KVM_VGIC_V2_ADDR_TYPE_DIST nor KVM_VGIC_V2_ADDR_TYPE_CPU', "$IRQCHIP; $PROPOSED, id: 9, addr: 0x8000000", "$IRQCHIP; $PROPOSED, id: KVM_VGIC_V2_ADDR_TYPE_CPU, addr: 0x8000000"),
        proposed('EEXIST', 'this address is already set', "$IRQCHIP; 2.times { $PROPOSED, id: 0, addr: 0x8000000 }", "$IRQCHIP; $PROPOSED, id: 0, addr: 0x8000000"),
        proposed('E2BIG', 'the address is outside the guest physical address space', "$IRQCHIP; $PROPOSED, id: 0, addr: (1L << 40) + 0x10", "$IRQCHIP; $PROPOSED, id: 0, addr: (1L << 40) - 0x1000"),
        proposed('E2BIG', 'the window is not inside the guest physical address space', "$IRQCHIP; $PROPOSED, id: 1, addr: (1L << 40) - 0x1000", "$IRQCHIP; $PROPOSED, id: 1, addr: (1L << 40) - 0x2000"),
        RuleEvidence.of(V2, 'KVM_CREATE_IRQCHIP', 'EBUSY', 'a vCPU has already run', "$RAN; m.ioctl KVM_CREATE_IRQCHIP", "m = vm { vcpu 0 }; m.ioctl KVM_CREATE_IRQCHIP"),
        RuleEvidence.of(V2, 'KVM_CREATE_DEVICE', 'EBUSY', 'a vCPU has already run', "$RAN; m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2", 'm = vm { vcpu 0 }; m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2'),
        RuleEvidence.of(V2, 'KVM_CREATE_VCPU', 'EBUSY', 'the interrupt controller is already initialized, or a vCPU has run', "m = vm { $IRQCHIP; vcpu 0 }; m.ioctl KVM_IRQ_LINE, irq: ${irq('SPI', 0, 32)}, level: 1; m.ioctl KVM_CREATE_VCPU, 1",
                "m = vm { $IRQCHIP; vcpu 0 }; m.ioctl KVM_CREATE_VCPU, 1"),
        init('EINVAL', 'the target or the features differ from those of the first KVM_ARM_VCPU_INIT', "$INIT; $INIT, features: [1 << KVM_ARM_VCPU_POWER_OFF]", "$INIT; $INIT"),
        init('EINVAL', "this processor does not support the target", 'ioctl KVM_ARM_VCPU_INIT, target: KVM_ARM_TARGET_FOUNDATION_V8', INIT),
        init('ENOENT', 'features has an unknown bit', "$INIT, features: [1 << 20]", INIT),
        init('ENOENT', "features has an unknown bit", "$INIT, features: [0, 1]", INIT),
        feature('EL1_32BIT', unseen: HAS), feature('PSCI_0_2', unseen: HAS), feature('PMU_V3', unseen: HAS),
        RuleEvidence.of('KVM_CREATE_IRQCHIP', 'ENODEV', 'this host does not support a GICv2 for guests: create a GICv3 with KVM_CREATE_DEVICE', 'vm { ioctl KVM_CREATE_IRQCHIP }', 'vm { ioctl KVM_CREATE_IRQCHIP }',
                elsewhere: ['qemu:arm64': 'taken'], but: ['qemu:arm64-gicv3': 'ENODEV']),
        feature('SVE'), feature('PTRAUTH_ADDRESS'), feature('PTRAUTH_GENERIC'), feature('HAS_EL2', 'KVM_CAP_ARM_EL2', elsewhere: [ARM64: 'ENOENT'], but: [ARM64: 'taken']),
        feature('HAS_EL2_E2H0', 'KVM_CAP_ARM_EL2_E2H0', elsewhere: [ARM64: 'ENOENT'], but: [ARM64: 'taken']),
        init('EINVAL', 'PTRAUTH_ADDRESS and PTRAUTH_GENERIC must be set together', INIT, INIT, unseen: 'a Cortex-A57 has no pointer authentication, and lacks them first'),
        RuleEvidence.of('KVM_GET_ONE_REG', 'ENOEXEC', 'KVM_ARM_VCPU_INIT has not been called', 'm = vm { vcpu 0 }; m.vcpu(0).ioctl KVM_GET_ONE_REG, id: 0x6030000000100040, addr: m.allocate(64.KB).address', register('0x6030000000100040')),
        RuleEvidence.of('KVM_RUN', 'EPERM', 'the vCPU has SVE, but KVM_ARM_VCPU_FINALIZE has not been called', RAN, RAN, unseen: 'a Cortex-A57 has no SVE'),
        RuleEvidence.of(V2, 'KVM_RUN', 'ENXIO', 'the addresses of the interrupt controller are not set', guest(IRQCHIP), guest('vgic dist: 0x8000000, cpu: 0x8010000')),
        RuleEvidence.of(V2, 'KVM_RUN', 'EINVAL', 'the windows of the interrupt controller overlap', guest("$IRQCHIP; $ADDRESS, id: 0, addr: 0x8000000; $ADDRESS, id: 1, addr: 0x8000000"), guest("$IRQCHIP; $ADDRESS, id: 0, addr: 0x8000000; $ADDRESS, id: 1, addr: 0x8001000")),
        RuleEvidence.of('KVM_RUN', 'EBUSY', 'KVM_DEV_ARM_VGIC_CTRL_INIT has not been called on the GICv3',
                guest('device(KVM_DEV_TYPE_ARM_VGIC_V3) { attr group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_DIST, value: 0x8000000; attr group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V3_ADDR_TYPE_REDIST, value: 0x80a0000 }'),
                guest('vgic dist: 0x8000000, redist: 0x80a0000'), elsewhere: ['qemu:arm64': 'ENODEV']),
        attribute('EINVAL', 'the number of interrupts is not a multiple of 32 from 64 to 992', COUNT + '65', COUNT + '64'),
        attribute('EBUSY', 'the number of interrupts is already set, or the interrupt controller is in use', "${COUNT}64; ${COUNT}96", COUNT + '64'),
        attribute('ENXIO', 'the GICv2 has no address of this type', PLACE + '9, value: 0x8000000', PLACE + '1, value: 0x8000000'),
        attribute('EEXIST', 'this address is already set', "${PLACE}0, value: 0x8000000; ${PLACE}0, value: 0x9000000", PLACE + '0, value: 0x8000000'),
        attribute('EINVAL', 'the address is not a multiple of 4 KiB, or of 64 KiB for a GICv3', PLACE + '0, value: 0x8000800', PLACE + '0, value: 0x8001000'),
        attribute('EINVAL', 'the window ends beyond 2^64', PLACE + '0, value: -0x1000L', PLACE + '0, value: 0x8001000'),
        attribute('E2BIG', 'the window is not inside the guest physical address space', PLACE + '0, value: 1L << 40', PLACE + '0, value: (1L << 40) - 0x1000'),
        RuleEvidence.of('KVM_SET_MP_STATE', 'EINVAL', 'only KVM_MP_STATE_RUNNABLE, _STOPPED and _SUSPENDED can be set', 'vm { vcpu(0) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED } }', 'vm { vcpu(0) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_SUSPENDED } }'),
        onVcpu('EINVAL', 'the address is not a multiple of 64', '', PVTIME + '0x1020', PVTIME + '0x1040'),
        onVcpu('EINVAL', 'the address is not in a memslot', '', PVTIME + '0x100000', PVTIME + '0xfffc0'),
        RuleEvidence.of('KVM_SET_DEVICE_ATTR', 'ENODEV', 'KVM_ARM_VCPU_INIT did not request KVM_ARM_VCPU_PMU_V3', withVcpu('', FILTER + '0x10000'), withVcpu(PMU, FILTER + '0x10000')),
        onVcpu('EINVAL', "base_event + nevents is above the number of PMU events", PMU, FILTER + '0x2ffff', FILTER + '0x103ff'),
        onVcpu('EINVAL', 'action is neither KVM_PMU_EVENT_ALLOW nor KVM_PMU_EVENT_DENY', PMU, FILTER + '0x200010000', FILTER + '0x100010000'),
        line('EINVAL', "the interrupt type is not a KVM_ARM_IRQ_TYPE_* constant", '3 << KVM_ARM_IRQ_TYPE_SHIFT', irq('SPI', 0, 32)),
        RuleEvidence.of('KVM_IRQ_LINE', 'ENXIO', "irq selects a VGIC interrupt and the VM has no VGIC, or irq selects a vCPU's IRQ or FIQ line and the VM has a VGIC", "vm { ioctl KVM_IRQ_LINE, irq: ${irq('SPI', 0, 32)}, level: 1 }", "vm { $IRQCHIP; ioctl KVM_IRQ_LINE, irq: ${irq('SPI', 0, 32)}, level: 1 }",
                but: ['qemu:arm64-gicv3': 'ENODEV']),
        line('EINVAL', 'the vCPU does not exist', irq('PPI', 5, 16), irq('PPI', 0, 16)),
        line('EINVAL', "the interrupt number is out of range for its type", irq('SPI', 0, 31), irq('SPI', 0, 32)),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', 'the id is not a KVM_REG_ARM64 register id', register('0x7030000000100040'), register('0x6030000000100040')),
    ]

    private static RuleEvidence address(String errno, String rule, String breaks, String inside) {
        RuleEvidence.of(V2, 'KVM_ARM_SET_DEVICE_ADDR', errno, rule, "vm { $breaks }", "vm { $inside }")
    }

    private static RuleEvidence init(Map<String, ?> more = [:], String errno, String rule, String breaks, String inside) {
        RuleEvidence.of(more, 'KVM_ARM_VCPU_INIT', errno, rule, "vm { vcpu(0) { $breaks } }", "vm { vcpu(0) { $inside } }")
    }

    private static RuleEvidence feature(Map<String, ?> more = [:], String name, String capability = "KVM_CAP_ARM_$name") {
        init(more, 'EINVAL', "KVM_ARM_VCPU_$name needs $capability", "$INIT, features: [1 << KVM_ARM_VCPU_$name]", INIT)
    }

    private static RuleEvidence attribute(String errno, String rule, String breaks, String inside) {
        RuleEvidence.of(V2, 'KVM_SET_DEVICE_ATTR', errno, rule, "vm { device(KVM_DEV_TYPE_ARM_VGIC_V2) { $breaks } }", "vm { device(KVM_DEV_TYPE_ARM_VGIC_V2) { $inside } }")
    }

    /** @param features of the vCPU, behind its target */
    private static RuleEvidence onVcpu(String errno, String rule, String features, String breaks, String inside) {
        RuleEvidence.of('KVM_SET_DEVICE_ATTR', errno, rule, withVcpu(features, breaks), withVcpu(features, inside))
    }

    private static String withVcpu(String features, String attribute) {
        "m = vm { memory at: 0, size: 1.MB; vcpu(0) { $INIT$features } }; m.vcpu(0).ioctl KVM_SET_DEVICE_ATTR, $attribute"
    }

    private static RuleEvidence line(String errno, String rule, String breaks, String inside) {
        def script = { irq -> "m = vm { $IRQCHIP; vcpu(0) { start 0 } }; m.ioctl KVM_IRQ_LINE, irq: $irq, level: 1" }
        RuleEvidence.of(V2, 'KVM_IRQ_LINE', errno, rule, script(breaks), script(inside))
    }

    private static String irq(String type, int vcpu, int number) {
        "KVM_ARM_IRQ_TYPE_$type << KVM_ARM_IRQ_TYPE_SHIFT | $vcpu << KVM_ARM_IRQ_VCPU_SHIFT | $number"
    }

    /** Its one instruction, str w1, [x0], is an exit. */
    private static String guest(String vgic) {
        "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '010000b9'; $vgic; vcpu(0) { start 0x40000000; regs x0: 0x10000000 } }; m.run()"
    }

    private static RuleEvidence proposed(String errno, String rule, String breaks, String inside) {
        RuleEvidence.of(BUILT, 'KVM_SET_DEVICE_ADDRESS', errno, rule, "vm { $breaks }", "vm { $inside }")
    }

    /** The program counter has the number 0x40 of the core registers. */
    private static String register(String id) {
        "m = vm { vcpu(0) { start 0 } }; m.vcpu(0).ioctl KVM_GET_ONE_REG, id: $id, addr: m.allocate(64.KB).address"
    }
}
