package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/** KVM_SET_ONE_REG and KVM_GET_ONE_REG. Sources: api.rst 4.68; arch/arm64/kvm/guest.c, kvm_arm_set_reg; arch/powerpc/kvm/powerpc.c. */
final class OneRegRules {
    /** The union that powerpc reads a register into has 16 bytes, 2 to the power of 4. */
    private static final int MOST_OF_PPC64 = 4;

    static final List<Rule> RULES = Stream.of(
            ofOther("KVM_REG_ARM64", "arch/arm64/kvm/guest.c").in(Arch.ARM64),
            Rule.of(EINVAL, "the register size in id is above 16 bytes", "arch/powerpc/kvm/powerpc.c", request -> {
                long size = request.field("id") >>> Long.numberOfTrailingZeros(request.constant("KVM_REG_SIZE_MASK")) & 0xf;
                return Finding.brokenIf(size > MOST_OF_PPC64, () -> "id " + NumbersInWords.hex(request.field("id")) + " has a size of " + (1 << size) + " bytes, and 16 is the most");
            }).in(Arch.PPC64),
            ofOther("KVM_REG_PPC", "arch/powerpc/kvm/powerpc.c").in(Arch.PPC64).asConsequence())
            .map(rule -> rule.on("KVM_SET_ONE_REG", "KVM_GET_ONE_REG")).toList();

    private OneRegRules() { }

    private static Rule ofOther(String own, String source) {
        return Rule.of(EINVAL, "the id is not one of " + own, source, request -> Finding.brokenIf((request.field("id") & request.constant("KVM_REG_ARCH_MASK")) != request.constant(own),
                () -> "id " + NumbersInWords.hex(request.field("id")) + " is not one of " + own + ", " + NumbersInWords.hex(request.constant(own))));
    }
}
