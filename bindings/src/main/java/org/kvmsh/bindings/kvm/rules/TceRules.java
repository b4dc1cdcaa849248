package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EBUSY;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * KVM_CREATE_SPAPR_TCE and KVM_CREATE_SPAPR_TCE_64. Sources: api.rst 4.62, 4.98; arch/powerpc/kvm/book3s_64_vio.c,
 * kvm_vm_ioctl_create_spapr_tce.
 */
final class TceRules {
    private static final String CODE = "arch/powerpc/kvm/book3s_64_vio.c";
    private static final int LEAST_SHIFT = 12;
    private static final int MOST_SHIFT = 34;

    static final List<Rule> RULES = Stream.of(
                    empty("window_size").on("KVM_CREATE_SPAPR_TCE"),
                    empty("size").on("KVM_CREATE_SPAPR_TCE_64"),
                    Rule.of(
                                    EINVAL,
                                    "page_shift is not in the range " + LEAST_SHIFT + " to " + MOST_SHIFT,
                                    CODE,
                                    request -> request.field("page_shift") < LEAST_SHIFT
                                                    || request.field("page_shift") > MOST_SHIFT
                                            ? Finding.broken("page_shift is " + request.field("page_shift")
                                                    + "; it must be from " + LEAST_SHIFT + " to " + MOST_SHIFT)
                                            : Finding.KEPT)
                            .on("KVM_CREATE_SPAPR_TCE_64"),
                    Rule.of(
                                    EINVAL,
                                    "offset + size exceeds the 64-bit bus address space",
                                    CODE,
                                    request -> Long.compareUnsigned(
                                                            request.field("offset") + request.field("size"),
                                                            -1L >>> request.field("page_shift"))
                                                    > 0
                                            ? Finding.broken("offset " + NumbersInWords.hex(request.field("offset"))
                                                    + " + size " + NumbersInWords.hex(request.field("size"))
                                                    + ", in pages of 2^" + request.field("page_shift")
                                                    + " bytes, exceeds the 64-bit bus address space")
                                            : Finding.KEPT)
                            .on("KVM_CREATE_SPAPR_TCE_64")
                            .asConsequence(),
                    Rule.of(
                                    EBUSY,
                                    "the liobn already has a table",
                                    CODE,
                                    request -> request.vm().hasWindow(request.field("liobn"))
                                            ? Finding.broken("liobn " + NumbersInWords.hex(request.field("liobn"))
                                                    + " already has a table in this VM")
                                            : Finding.KEPT)
                            .on("KVM_CREATE_SPAPR_TCE", "KVM_CREATE_SPAPR_TCE_64"))
            .map(rule -> rule.in(Arch.PPC64))
            .toList();

    private TceRules() {}

    private static Rule empty(String field) {
        return Rule.of(
                EINVAL,
                field + " is 0",
                CODE,
                request -> request.field(field) == 0
                        ? Finding.broken(field + " is 0: the window must not be empty")
                        : Finding.KEPT);
    }
}
