package org.kvmsh.specs.rules

/** Requests that riscv64's rules are about. */
class Riscv64Evidence {
    static final List<RuleEvidence> ALL = [
        // The AIA is not initialized.
        RuleEvidence.of('KVM_IRQ_LINE', 'ENXIO', 'the VM has no in-kernel interrupt controller: create an AIA', 'vm { ioctl KVM_IRQ_LINE, irq: 1, level: 1 }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_RISCV_AIA; ioctl KVM_IRQ_LINE, irq: 1, level: 1 }', but: [RISCV64: 'EBUSY']),
        RuleEvidence.of('KVM_CREATE_DEVICE', 'EEXIST', 'the VM already has a KVM_DEV_TYPE_RISCV_AIA', 'vm { 2.times { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_RISCV_AIA } }', 'vm { ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_RISCV_AIA }'),
        aia('the mode is not one of KVM_DEV_RISCV_AIA_MODE_*, or it is HWACCEL or AUTO and the processor has no guest interrupt files', "mode: 'AUTO'", "mode: 'EMUL'"),
        aia("the highest interrupt number must be one less than a multiple of 64, from 63 to the processor's maximum", 'ids: 62', 'ids: 63'),
        aia('the APLIC must have fewer than 1024 interrupt sources, and no more sources than an IMSIC has interrupts', 'aplic: 0xc000000, sources: 2000', 'aplic: 0xc000000, sources: 63'),
        aia('the address is not a multiple of 4 KiB', 'aplic: 0xc000800', 'aplic: 0xc001000'),
        aia('the APLIC has lines but no address, or more lines than an IMSIC has interrupts', 'aplic: 0xc000000, sources: 64, ids: 63', 'aplic: 0xc000000, sources: 63, ids: 63'),
        RuleEvidence.of('KVM_SET_MP_STATE', 'EINVAL', 'only KVM_MP_STATE_RUNNABLE and _STOPPED can be set, and _INIT_RECEIVED with KVM_CAP_RISCV_MP_STATE_RESET', 'vm { vcpu(0) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_HALTED } }', 'vm { vcpu(0) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_STOPPED } }'),
        RuleEvidence.of('KVM_SET_ONE_REG', 'ENOENT', "the type in id is not a riscv64 register type", one('0x803000000b000000'), one('0x8030000002000000')),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', 'the register size in id is not the 8 bytes that its type requires', one('0x8020000002000000'), one('0x8030000002000000'))]

    private static RuleEvidence aia(String rule, String breaks, String inside) {
        RuleEvidence.of('KVM_SET_DEVICE_ATTR', 'EINVAL', rule, "vm { vcpu 0; aia imsic: 0x28000000, $breaks }", "vm { vcpu 0; aia imsic: 0x28000000, $inside }")
    }

    private static String one(String id) {
        "m = vm { vcpu 0 }; m.vcpu(0).ioctl KVM_GET_ONE_REG, id: $id, addr: m.allocate(64.KB).address"
    }
}
