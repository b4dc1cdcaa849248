package org.kvmsh.specs.rules

/** Requests that riscv64's rules are about. */
class Riscv64Evidence {
    static final List<RuleEvidence> ALL = [
        RuleEvidence.of('KVM_SET_ONE_REG', 'ENOENT', "the type in id is not a riscv64 register type", one('0x803000000b000000'), one('0x8030000002000000')),
        RuleEvidence.of('KVM_SET_ONE_REG', 'EINVAL', 'the register size in id is not the 8 bytes that its type requires', one('0x8020000002000000'), one('0x8030000002000000'))]

    private static String one(String id) {
        "m = vm { vcpu 0 }; m.vcpu(0).ioctl KVM_GET_ONE_REG, id: $id, addr: m.allocate(64.KB).address"
    }
}
