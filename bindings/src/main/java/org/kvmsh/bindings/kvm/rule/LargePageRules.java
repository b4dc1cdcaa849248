package org.kvmsh.bindings.kvm.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * What book3s_hv wanted of guest memory while it had real mode areas: pages of 16 MiB and no more than 64 GiB. Source: aa04b4cc5be6, arch/powerpc/kvm/book3s_hv.c,
 * kvmppc_core_prepare_memory_region.
 */
final class LargePageRules {
    private static final String SOURCE = " (aa04b4cc5be6, arch/powerpc/kvm/book3s_hv.c)";
    private static final long PAGE = 16L << 20;
    private static final long MOST = 64L << 30;

    private LargePageRules() { }

    static List<String> places(Refused refused) {
        List<String> broken = new ArrayList<>();
        if (!isThere(refused)) {
            return broken;
        }
        for (String field : List.of("guest_phys_addr", "memory_size")) {
            if (refused.field(field) % PAGE != 0) {
                broken.add(field + " " + Words.hex(refused.field(field)) + " is no multiple of 16 MiB, the pages that guest memory is in" + SOURCE);
            }
        }
        if (Long.compareUnsigned(refused.field("guest_phys_addr") + refused.field("memory_size"), MOST) > 0) {
            broken.add("the range ends beyond 64 GiB, which is all that a guest may have" + SOURCE);
        }
        return broken;
    }

    /** What is left where nothing else is broken: no call says which pages memory is in. */
    static List<String> pages(Refused refused) {
        return !isThere(refused) ? List.of()
                : List.of("the memory at userspace_addr has to be in huge pages of 16 MiB, or at guest address 0 an area of KVM_ALLOCATE_RMA, one in a VM" + SOURCE);
    }

    private static boolean isThere(Refused refused) {
        return refused.abi().arch().isPowerpc() && refused.facts().capability("KVM_CAP_PPC_RMA") > 0 && refused.field("memory_size") != 0;
    }
}
