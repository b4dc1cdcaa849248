package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * The rules of book3s_hv for guest memory while it had real mode areas: pages of 16 MiB and at most 64 GiB. Source:
 * aa04b4cc5be6, arch/powerpc/kvm/book3s_hv.c, kvmppc_core_prepare_memory_region.
 */
public final class LargePageRules {
    private static final String SOURCE = "aa04b4cc5be6, arch/powerpc/kvm/book3s_hv.c";
    /** The number of bytes that the address and the size of guest memory are multiples of. */
    public static final long PAGE = 16L << 20;

    /** The highest end of guest memory. */
    public static final long MOST = 64L << 30;
    /** The first release that takes any page. */
    private static final Releases.Release RELEASE = new Releases.Release(3, 3);

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                            EINVAL,
                            "the range ends beyond 64 GiB, the limit of the KVM_ALLOCATE_RMA proposal",
                            SOURCE,
                            where(LargePageRules::endOfProposal)),
                    old(multiple("guest_phys_addr")),
                    old(multiple("memory_size")),
                    old(Rule.of(
                            EINVAL,
                            "the range ends above 64 GiB, the limit of guest memory in kernels that have real"
                                    + " mode areas",
                            SOURCE,
                            where(LargePageRules::end))),
                    // No call reports the page size of memory.
                    old(Rule.of(
                            EINVAL,
                            "userspace_addr is not backed by 16 MiB huge pages or, at guest address 0,"
                                    + " by the VM's RMA from KVM_ALLOCATE_RMA",
                            SOURCE,
                            where(request -> Finding.UNKNOWN))))
            .map(rule -> rule.on(MemorySlotRules.CALLS).in(Arch.PPC64))
            .toList();

    private LargePageRules() {}

    /** Whether a board's guest memory, except for a real mode area, is in large pages. */
    public static boolean holdOn(Facts facts) {
        return facts.capability("KVM_CAP_PPC_RMA") > 0 && new Releases(null, RELEASE).hold(facts.release());
    }

    private static Rule old(Rule rule) {
        return rule.before(RELEASE.version(), RELEASE.patchlevel());
    }

    private static Finding endOfProposal(Request request) {
        Boolean proposed =
                holdOn(request.facts()) ? (Boolean) false : request.facts().isProposed("KVM_ALLOCATE_RMA");
        Finding found = end(request);
        return proposed == null && found.isBroken()
                ? Finding.UNKNOWN
                : proposed == null || proposed ? found : Finding.KEPT;
    }

    private static Finding end(Request request) {
        return Long.compareUnsigned(request.field("guest_phys_addr"), MOST) > 0
                        || Long.compareUnsigned(request.field("memory_size"), MOST - request.field("guest_phys_addr"))
                                > 0
                ? Finding.broken("the range ends beyond 64 GiB, the maximum for a guest")
                : Finding.KEPT;
    }

    private static Rule multiple(String field) {
        return Rule.of(
                EINVAL,
                field + " is not a multiple of 16 MiB, the page size of guest memory on a kernel with "
                        + "real mode areas",
                SOURCE,
                where(request -> request.field(field) % PAGE != 0
                        ? Finding.broken(field + " " + NumbersInWords.hex(request.field(field))
                                + " is not a multiple of 16 MiB, the page size of guest memory")
                        : Finding.KEPT));
    }

    /**
     * A check on a kernel that has real mode areas; releases since 3.3 take any page, also with a proposal in front
     * that announces the areas.
     */
    private static Check where(Check check) {
        return request -> request.facts().capability("KVM_CAP_PPC_RMA") > 0 && request.field("memory_size") != 0
                ? check.of(request)
                : Finding.KEPT;
    }
}
