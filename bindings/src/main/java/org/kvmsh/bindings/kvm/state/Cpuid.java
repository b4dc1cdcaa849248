package org.kvmsh.bindings.kvm.state;

import java.util.ArrayList;
import java.util.List;

/** The CPUID of a vCPU, set by KVM_SET_CPUID or KVM_SET_CPUID2. */
public record Cpuid(List<Leaf> leaves) {
    /** A vCPU without CPUID. */
    public static final Cpuid NONE = new Cpuid(List.of());

    private static final Leaf EMPTY = new Leaf(0, 0, 0, 0, 0, 0);

    /**
     * One entry of kvm_cpuid2: the registers that CPUID returns for a function and an index.
     *
     * @param function eax on entry
     * @param index ecx on entry; 0 for a function without indices
     * @param eax unsigned 32 bits
     * @param ebx unsigned 32 bits
     * @param ecx unsigned 32 bits
     * @param edx unsigned 32 bits
     */
    public record Leaf(long function, long index, long eax, long ebx, long ecx, long edx) {
        long register(String name) {
            return switch (name) {
                case "eax" -> eax;
                case "ebx" -> ebx;
                case "ecx" -> ecx;
                case "edx" -> edx;
                default -> throw new IllegalArgumentException(name + " is not a CPUID register");
            };
        }
    }

    public Cpuid {
        leaves = List.copyOf(leaves);
    }

    /**
     * The entries of a call; null if it has fewer than it counts, or if they are not known: a dry run has no result of
     * KVM_GET_SUPPORTED_CPUID, so that each of its entries is empty.
     */
    public static Cpuid of(CallRequest asked) {
        long count = asked.field("nent");
        if (count > asked.elements("entries")) {
            return null;
        }
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String entry = "entries[" + i + "].";
            leaves.add(new Leaf(
                    asked.field(entry + "function"),
                    asked.has(entry + "index") ? asked.field(entry + "index") : 0,
                    asked.field(entry + "eax"),
                    asked.field(entry + "ebx"),
                    asked.field(entry + "ecx"),
                    asked.field(entry + "edx")));
        }
        return leaves.stream().filter(EMPTY::equals).count() > 1 ? null : new Cpuid(leaves);
    }

    /**
     * A register of a leaf; null if there is no such leaf.
     *
     * @param function eax on entry
     * @param index ecx on entry
     * @param name eax, ebx, ecx or edx
     */
    public Long register(long function, long index, String name) {
        return leaves.stream()
                .filter(leaf -> leaf.function == function && leaf.index == index)
                .findFirst()
                .map(leaf -> leaf.register(name))
                .orElse(null);
    }
}
