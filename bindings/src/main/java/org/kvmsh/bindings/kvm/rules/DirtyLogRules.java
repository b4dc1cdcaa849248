package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENOENT;
import static org.kvmsh.bindings.kernel.Errno.ENXIO;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * KVM_GET_DIRTY_LOG, KVM_CLEAR_DIRTY_LOG and KVM_RESET_DIRTY_RINGS. Sources: api.rst 4.8; virt/kvm/kvm_main.c,
 * kvm_get_dirty_log_protect.
 */
final class DirtyLogRules {
    private static final long NUMBER_MASK = 0xffff;

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    ENXIO,
                                    "the VM logs dirty pages only in dirty rings; use m.dirty() to harvest them",
                                    "virt/kvm/kvm_main.c:kvm_get_dirty_log_protect",
                                    request -> request.vm().hasOnlyDirtyRings()
                                            ? Finding.broken("KVM_CAP_DIRTY_LOG_RING is enabled without"
                                                    + " KVM_CAP_DIRTY_LOG_RING_WITH_BITMAP")
                                            : Finding.KEPT)
                            .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.LOONGARCH64),
                    Rule.of(
                            EINVAL,
                            "slot is not less than KVM_CAP_NR_MEMSLOTS",
                            "api.rst 4.8 KVM_GET_DIRTY_LOG",
                            DirtyLogRules::number),
                    Rule.of(
                            EINVAL,
                            "bits 16 to 31 of slot select an address space that the VM does not have",
                            "api.rst 4.8 KVM_GET_DIRTY_LOG",
                            MemorySlotRules::space),
                    Rule.of(
                            ENOENT,
                            "the memslot does not exist",
                            "virt/kvm/kvm_main.c",
                            request -> slot(request) == null
                                    ? Finding.broken("memslot " + request.field("slot") + " does not exist")
                                    : Finding.KEPT),
                    Rule.of(
                            ENOENT,
                            "the memslot was created without KVM_MEM_LOG_DIRTY_PAGES",
                            "api.rst 4.35 KVM_SET_USER_MEMORY_REGION",
                            request -> slot(request) != null
                                            && !request.flagged(slot(request).flags(), "KVM_MEM_LOG_DIRTY_PAGES")
                                    ? Finding.broken("memslot " + request.field("slot")
                                            + " was created without KVM_MEM_LOG_DIRTY_PAGES")
                                    : Finding.KEPT))
            .map(rule -> rule.on("KVM_GET_DIRTY_LOG", "KVM_CLEAR_DIRTY_LOG"))
            .toList();
    static final List<Rule> OF_CLEARED_PAGES = List.of(Rule.of(
                    EINVAL,
                    "the pages are not inside the memslot, or num_pages is not a multiple of 64 and the pages do not"
                            + " reach the end of the memslot",
                    "api.rst 4.117",
                    DirtyLogRules::pages)
            .on("KVM_CLEAR_DIRTY_LOG")
            .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.LOONGARCH64, Arch.MIPS64)
            .asConsequence());
    /** In the kernel's order before the slot is looked for. */
    static final List<Rule> OF_CLEARING = List.of(Rule.of(
                    EINVAL,
                    "first_page is not a multiple of 64",
                    "virt/kvm/kvm_main.c:kvm_clear_dirty_log_protect",
                    request -> request.field("first_page") % Long.SIZE != 0
                            ? Finding.broken("first_page " + NumbersInWords.hex(request.field("first_page"))
                                    + " is not a multiple of 64")
                            : Finding.KEPT)
            .on("KVM_CLEAR_DIRTY_LOG")
            .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64, Arch.LOONGARCH64, Arch.MIPS64));

    static final List<Rule> OF_RINGS = List.of(Rule.of(
                    EINVAL,
                    "the VM has no dirty rings",
                    "virt/kvm/kvm_main.c:kvm_vm_ioctl_reset_dirty_pages",
                    request -> request.vm().dirtyRing() == 0
                            ? Finding.broken("KVM_CAP_DIRTY_LOG_RING is not enabled on this VM: it has no dirty rings")
                            : Finding.KEPT)
            .on("KVM_RESET_DIRTY_RINGS"));

    private DirtyLogRules() {}

    private static Finding number(Request request) {
        int most = request.facts().capability("KVM_CAP_NR_MEMSLOTS");
        long number = request.field("slot") & NUMBER_MASK;
        return most == 0
                ? Finding.UNKNOWN
                : number >= most
                        ? Finding.broken("slot " + number + " is not less than KVM_CAP_NR_MEMSLOTS, " + most)
                        : Finding.KEPT;
    }

    private static Finding pages(Request request) {
        int page = request.facts().pageSize();
        if (slot(request) == null || page == 0) {
            return slot(request) == null ? Finding.KEPT : Finding.UNKNOWN;
        }
        long all = slot(request).size() / page;
        long first = request.field("first_page");
        long count = request.field("num_pages");
        if (Long.compareUnsigned(first, all) > 0 || Long.compareUnsigned(count, all - first) > 0) {
            return Finding.broken("first_page " + NumbersInWords.hex(first) + " + num_pages " + count
                    + " is beyond the end of memslot " + request.field("slot") + ", which has " + all + " pages");
        }
        return count < all - first && count % Long.SIZE != 0
                ? Finding.broken("num_pages " + count + ": must be a multiple of 64 or reach the end of memslot "
                        + request.field("slot") + ", which has " + all + " pages")
                : Finding.KEPT;
    }

    private static VmState.Slot slot(Request request) {
        return request.vm().slots().get(request.field("slot"));
    }
}
