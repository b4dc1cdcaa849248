package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENOENT;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * KVM_SET_ONE_REG and KVM_GET_ONE_REG. Sources: api.rst 4.68; arch/arm64/kvm/guest.c, kvm_arm_set_reg;
 * arch/powerpc/kvm/powerpc.c; arch/riscv/kvm/vcpu_onereg.c.
 */
final class OneRegRules {
    /** The union that powerpc reads a register into has 16 bytes, 2 to the power of 4. */
    private static final int MOST_OF_PPC64 = 4;

    /** Types whose registers all have the size of a long. */
    private static final List<String> RISCV64_LONGS = List.of(
            "KVM_REG_RISCV_CONFIG",
            "KVM_REG_RISCV_CORE",
            "KVM_REG_RISCV_CSR",
            "KVM_REG_RISCV_TIMER",
            "KVM_REG_RISCV_ISA_EXT",
            "KVM_REG_RISCV_SBI_EXT",
            "KVM_REG_RISCV_SBI_STATE");

    private static final List<String> RISCV64_TYPES = Stream.concat(
                    RISCV64_LONGS.stream(),
                    Stream.of("KVM_REG_RISCV_FP_F", "KVM_REG_RISCV_FP_D", "KVM_REG_RISCV_VECTOR"))
            .toList();

    static final List<Rule> RULES = Stream.of(
                    ofOther("KVM_REG_ARM64", "arch/arm64/kvm/guest.c").in(Arch.ARM64),
                    Rule.of(
                                    EINVAL,
                                    "the register size in id is more than 16 bytes",
                                    "arch/powerpc/kvm/powerpc.c",
                                    request -> {
                                        long size = size(request);
                                        return size > MOST_OF_PPC64
                                                ? Finding.broken("id " + NumbersInWords.hex(request.field("id"))
                                                        + " has a size of " + (1 << size)
                                                        + " bytes; the maximum is 16")
                                                : Finding.KEPT;
                                    })
                            .in(Arch.PPC64),
                    ofOther("KVM_REG_PPC", "arch/powerpc/kvm/powerpc.c", OneRegRules::isCopied)
                            .in(Arch.PPC64)
                            .asConsequence(),
                    Rule.of(
                                    ENOENT,
                                    "the type in id is not a riscv64 register type",
                                    "arch/riscv/kvm/vcpu_onereg.c",
                                    request -> {
                                        long type = type(request);
                                        return RISCV64_TYPES.stream().noneMatch(name -> request.constant(name) == type)
                                                ? Finding.broken(
                                                        "id " + NumbersInWords.hex(request.field("id")) + " has type "
                                                                + NumbersInWords.hex(type)
                                                                + ", outside the range KVM_REG_RISCV_CONFIG to"
                                                                + " KVM_REG_RISCV_SBI_STATE")
                                                : Finding.KEPT;
                                    })
                            .in(Arch.RISCV64),
                    Rule.of(
                                    EINVAL,
                                    "the register size in id is not the 8 bytes that its type requires",
                                    "arch/riscv/kvm/vcpu_onereg.c",
                                    request -> {
                                        long type = type(request);
                                        boolean long64 =
                                                RISCV64_LONGS.stream().anyMatch(name -> request.constant(name) == type);
                                        return long64
                                                        && (request.field("id") & request.constant("KVM_REG_SIZE_MASK"))
                                                                != request.constant("KVM_REG_SIZE_U64")
                                                ? Finding.broken("id " + NumbersInWords.hex(request.field("id"))
                                                        + " does not have KVM_REG_SIZE_U64")
                                                : Finding.KEPT;
                                    })
                            .in(Arch.RISCV64)
                            .asConsequence())
            .map(rule -> rule.on("KVM_SET_ONE_REG", "KVM_GET_ONE_REG"))
            .toList();

    private OneRegRules() {}

    private static long type(Request request) {
        return request.field("id") & request.constant("KVM_REG_RISCV_TYPE_MASK");
    }

    /**
     * Whether powerpc looks at the id: KVM_SET_ONE_REG first copies the value, and fails with EFAULT if its address is
     * bad.
     */
    private static boolean isCopied(Request request) {
        return !request.call().equals("KVM_SET_ONE_REG")
                || request.asked().memory().holding(request.field("addr"), 1L << size(request)) != null;
    }

    /** The base-2 logarithm of a register's bytes. */
    private static long size(Request request) {
        return request.field("id") >>> Long.numberOfTrailingZeros(request.constant("KVM_REG_SIZE_MASK")) & 0xf;
    }

    private static Rule ofOther(String own, String source) {
        return ofOther(own, source, request -> true);
    }

    private static Rule ofOther(String own, String source, Predicate<Request> isReached) {
        return Rule.of(
                EINVAL,
                "the id is not a " + own + " register id",
                source,
                request -> (request.field("id") & request.constant("KVM_REG_ARCH_MASK")) == request.constant(own)
                        ? Finding.KEPT
                        : !isReached.test(request)
                                ? Finding.UNKNOWN
                                : Finding.broken("id " + NumbersInWords.hex(request.field("id")) + " is not a " + own
                                        + " register id: its top byte must be that of "
                                        + NumbersInWords.hex(request.constant(own))));
    }
}
