package org.kvmsh.specs.rules

/** Of the entries of KVM_SET_GSI_ROUTING, on each architecture with an interrupt controller that has routes. */
class RoutingEvidence {
    private static final String PIN = 'gsi: 4, type: KVM_IRQ_ROUTING_IRQCHIP'
    private static final String MESSAGE = 'gsi: 4, type: KVM_IRQ_ROUTING_MSI'
    /** What comes before the call, by architecture. */
    private static final Map<String, String> CONTROLLERS = [X86_64: 'ioctl KVM_CREATE_IRQCHIP; ', ARM64: '', RISCV64: 'ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_RISCV_AIA; ']
    private static final Map<String, Integer> PINS = [X86_64: 8, ARM64: 988, RISCV64: 1024]

    static final List<RuleEvidence> ALL = CONTROLLERS.keySet().collectMany { arch ->
        def count = PINS[arch]
        [
            entries(arch, 'an entry has flags other than KVM_MSI_VALID_DEVID on KVM_IRQ_ROUTING_MSI', "[$PIN, flags: 1]", "[$MESSAGE, flags: 1]"),
            entries(arch, 'an entry has flags other than KVM_MSI_VALID_DEVID on KVM_IRQ_ROUTING_MSI', "[$MESSAGE, flags: 2]", "[$MESSAGE]"),
            entries(arch, 'two entries share a gsi and are not irqchip entries with different irqchips', "[$PIN], [$PIN]", "[$PIN], [gsi: 5, type: KVM_IRQ_ROUTING_IRQCHIP]"),
            entries(arch, 'two entries share a gsi and are not irqchip entries with different irqchips', "[$MESSAGE], [$PIN]", "[$MESSAGE], [gsi: 5, type: KVM_IRQ_ROUTING_MSI]"),
            entries(arch, "an entry's type is not valid on this architecture", '[gsi: 4, type: 9]', "[$MESSAGE]"),
            entries(arch, 'the irqchip of an entry does not exist', "[$PIN, u: [irqchip: [irqchip: 3]]]", "[$PIN, u: [irqchip: [irqchip: 0]]]"),
            entries(arch, 'the pin of an entry is not a pin of its irqchip', "[$PIN, u: [irqchip: [pin: $count]]]", "[$PIN, u: [irqchip: [pin: ${count - 1}]]]"),
        ]
    } + ['nr is above 4096': ['nr: 4097', 'nr: 0'], 'flags is not 0': ['nr: 0, flags: 1', 'nr: 0'],
         'the gsi of an entry is not less than 4096': ["nr: 1, entries: [[gsi: 4096, type: KVM_IRQ_ROUTING_MSI]]", "nr: 1, entries: [[gsi: 4095, type: KVM_IRQ_ROUTING_MSI]]"]].collect { rule, asked ->
        routes('RISCV64', rule, CONTROLLERS.RISCV64, asked[0], asked[1])
    } + [
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', 'the VM has no in-kernel interrupt controller', 'vm { ioctl KVM_SET_GSI_ROUTING, nr: 0 }', "vm { ${CONTROLLERS.RISCV64}ioctl KVM_SET_GSI_ROUTING, nr: 0 }", in: ['RISCV64']),
        routes('X86_64', 'the pin of an entry is not a pin of its irqchip', CONTROLLERS.X86_64, "nr: 1, entries: [[$PIN, u: [irqchip: [irqchip: 2, pin: 24]]]]", "nr: 1, entries: [[$PIN, u: [irqchip: [irqchip: 2, pin: 23]]]]"),
        routes('X86_64', 'two entries share a gsi and are not irqchip entries with different irqchips', CONTROLLERS.X86_64, "nr: 2, entries: [[$PIN], [$PIN]]", "nr: 2, entries: [[$PIN], [$PIN, u: [irqchip: [irqchip: 2]]]]"),
        routes('X86_64', 'an entry has type KVM_IRQ_ROUTING_IRQCHIP, but KVM_CAP_SPLIT_IRQCHIP is enabled', 'ioctl KVM_ENABLE_CAP, cap: KVM_CAP_SPLIT_IRQCHIP, args: [24]; ', "nr: 1, entries: [[$PIN]]", "nr: 1, entries: [[$MESSAGE]]"),
        routes('X86_64', 'address_hi of an MSI has one of bits 0 to 7, but KVM_CAP_X2APIC_API has enabled 32-bit APIC ids', "${CONTROLLERS.X86_64}ioctl KVM_ENABLE_CAP, cap: KVM_CAP_X2APIC_API, args: [1]; ",
                "nr: 1, entries: [[$MESSAGE, u: [msi: [address_hi: 0x101]]]]", "nr: 1, entries: [[$MESSAGE, u: [msi: [address_hi: 0x100]]]]"),
    ]

    private static RuleEvidence entries(String arch, String rule, String breaks, String inside) {
        routes(arch, rule, CONTROLLERS[arch], "nr: ${breaks.count('gsi:')}, entries: [$breaks]", "nr: ${inside.count('gsi:')}, entries: [$inside]")
    }

    private static RuleEvidence routes(String arch, String rule, String before, String breaks, String inside) {
        RuleEvidence.of('KVM_SET_GSI_ROUTING', 'EINVAL', rule, "vm { ${before}ioctl KVM_SET_GSI_ROUTING, $breaks }", "vm { ${before}ioctl KVM_SET_GSI_ROUTING, $inside }", in: [arch])
    }
}
