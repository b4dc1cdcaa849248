package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EEXIST;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kvm.rules.NumbersInWords.hex;
import static org.kvmsh.bindings.kvm.rules.NumbersInWords.range;
import static org.kvmsh.bindings.kvm.rules.NumbersInWords.size;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * KVM_SET_USER_MEMORY_REGION and its successor, in the order of virt/kvm/kvm_main.c, check_memory_region_flags and
 * kvm_set_memory_region. Sources: api.rst 4.35 and 4.140.
 */
final class MemorySlotRules {
    private static final String DOCUMENT = "api.rst 4.35";
    private static final String MEMFD = "api.rst 4.140";
    private static final String CODE = "virt/kvm/kvm_main.c";
    /** The bits of a slot's number that select its address space. */
    private static final int SPACE_SHIFT = 16;
    /** The smallest page of any architecture's kernel, in bytes. */
    private static final long LEAST_PAGE = 0x1000;

    private static final long NUMBER_MASK = 0xffff;
    /** Dirty bitmaps are indexed by an int (KVM_MEM_MAX_NR_PAGES). */
    private static final long MOST_PAGES = (1L << 31) - 1;
    /**
     * The number of bits of a process's addresses: x86's with page tables of four levels, and a number that no
     * architecture exceeds.
     */
    private static final Map<Arch, Integer> USER_BITS = Map.of(Arch.X86_64, 47);

    private static final int MOST_USER_BITS = 56;

    /** The calls of these rules, as an array for {@link Rule#on}. */
    static final String[] CALLS = {"KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2"};

    static final List<Rule> RULES = Stream.of(
                    Rule.of(EINVAL, "flags has an unknown bit", DOCUMENT, MemorySlotRules::unknownFlags),
                    Rule.of(
                            EINVAL,
                            "KVM_MEM_GUEST_MEMFD without KVM_SET_USER_MEMORY_REGION2, or without"
                                    + " KVM_CAP_GUEST_MEMFD",
                            MEMFD,
                            MemorySlotRules::memfdFlag),
                    Rule.of(
                            EINVAL,
                            "KVM_MEM_READONLY without KVM_CAP_READONLY_MEM, or together with" + " KVM_MEM_GUEST_MEMFD",
                            DOCUMENT,
                            MemorySlotRules::readOnly),
                    unaligned("memory_size"),
                    unaligned("guest_phys_addr"),
                    unaligned("userspace_addr"),
                    Rule.of(EINVAL, "guest_phys_addr + memory_size exceeds 64 bits", CODE, MemorySlotRules::wraps),
                    Rule.of(EINVAL, "the memslot has more than 2^31 - 1 pages", CODE, MemorySlotRules::tooLarge),
                    Rule.of(EINVAL, "slot is not less than KVM_CAP_NR_MEMSLOTS", DOCUMENT, MemorySlotRules::number),
                    Rule.of(
                            EINVAL,
                            "bits 16 to 31 of slot select an address space that the VM does not have",
                            DOCUMENT,
                            MemorySlotRules::space),
                    Rule.of(
                            EINVAL,
                            "memory_size is 0 (delete), but the memslot does not exist",
                            DOCUMENT,
                            MemorySlotRules::deletesNothing),
                    changed("changes its size", DOCUMENT, MemorySlotRules::resizes),
                    changed("changes its userspace_addr", CODE, MemorySlotRules::moves),
                    changed("changes its KVM_MEM_READONLY flag", CODE, MemorySlotRules::changesReadOnly),
                    changed(
                            "changes a memslot with a guest_memfd; it can only be deleted",
                            CODE,
                            MemorySlotRules::changesMemfd),
                    Rule.of(
                                    EINVAL,
                                    "userspace_addr + memory_size is outside the user address space",
                                    DOCUMENT,
                                    MemorySlotRules::beyondProcesses)
                            .asConsequence(),
                    Rule.of(
                            EEXIST,
                            "the guest physical range overlaps another memslot",
                            DOCUMENT,
                            MemorySlotRules::overlaps))
            .map(rule -> rule.on(CALLS))
            .toList();

    private MemorySlotRules() {}

    private static Finding unknownFlags(Request request) {
        long unknown = request.field("flags");
        for (String flag : List.of("KVM_MEM_LOG_DIRTY_PAGES", "KVM_MEM_READONLY", "KVM_MEM_GUEST_MEMFD")) {
            unknown &= ~request.asked().bits(flag);
        }
        return unknown == 0 ? Finding.KEPT : Finding.broken("flags has " + hex(unknown) + ": unknown memslot flags");
    }

    private static Finding memfdFlag(Request request) {
        if (!isMemfd(request)) {
            return Finding.KEPT;
        }
        if (!request.asked().has("guest_memfd")) {
            return Finding.broken("KVM_MEM_GUEST_MEMFD is valid only with KVM_SET_USER_MEMORY_REGION2");
        }
        return request.facts().capability("KVM_CAP_GUEST_MEMFD") == 0
                ? Finding.broken("KVM_MEM_GUEST_MEMFD needs KVM_CAP_GUEST_MEMFD, which this VM does not support")
                : Finding.KEPT;
    }

    private static Finding readOnly(Request request) {
        if (!request.flagged(request.field("flags"), "KVM_MEM_READONLY")) {
            return Finding.KEPT;
        }
        return isMemfd(request)
                ? Finding.broken("guest_memfd memory cannot be read-only")
                : request.facts().capability("KVM_CAP_READONLY_MEM") == 0
                        ? Finding.broken(
                                "KVM_MEM_READONLY needs KVM_CAP_READONLY_MEM, which this board does not support")
                        : Finding.KEPT;
    }

    private static boolean isMemfd(Request request) {
        return request.flagged(request.field("flags"), "KVM_MEM_GUEST_MEMFD");
    }

    private static Rule unaligned(String field) {
        return Rule.of(EINVAL, field + " is not a multiple of the page size", CODE, request -> {
            int known = request.facts().pageSize();
            long page = known == 0 ? LEAST_PAGE : known;
            boolean isWhole = Long.remainderUnsigned(request.field(field), page) == 0;
            return isWhole && known == 0
                    ? Finding.UNKNOWN
                    : !isWhole
                            ? Finding.broken(
                                    field + " " + hex(request.field(field)) + " is not a multiple of the page size, "
                                            + (known == 0 ? "which is at least " : "") + size(page))
                            : Finding.KEPT;
        });
    }

    private static Finding wraps(Request request) {
        long start = request.field("guest_phys_addr");
        long size = request.field("memory_size");
        return Long.compareUnsigned(start + size, start) < 0
                ? Finding.broken("guest_phys_addr " + hex(start) + " + memory_size " + hex(size) + " exceeds 64 bits")
                : Finding.KEPT;
    }

    private static Finding tooLarge(Request request) {
        long page = request.facts().pageSize();
        long size = request.field("memory_size");
        return page == 0
                ? Finding.UNKNOWN
                : Long.compareUnsigned(Long.divideUnsigned(size, page), MOST_PAGES) > 0
                        ? Finding.broken(
                                "memory_size " + hex(size) + " is more than 2^31 - 1 pages, the maximum for a memslot")
                        : Finding.KEPT;
    }

    private static Finding number(Request request) {
        long number = request.field("slot") & NUMBER_MASK;
        int most = number == 0 ? 1 : request.facts().capability("KVM_CAP_NR_MEMSLOTS");
        // A kernel without the capability does not report the number.
        return most == 0
                ? Finding.UNKNOWN
                : number >= most
                        ? Finding.broken("slot " + number + " is not less than KVM_CAP_NR_MEMSLOTS, " + most)
                        : Finding.KEPT;
    }

    static Finding space(Request request) {
        long space = request.field("slot") >>> SPACE_SHIFT;
        if (space == 0) {
            return Finding.KEPT;
        }
        int spaces = Math.max(1, request.facts().capability("KVM_CAP_MULTI_ADDRESS_SPACE"));
        return space >= spaces
                ? Finding.broken("bits 16 to 31 of slot select address space " + space + ", but the VM has "
                        + (spaces == 1 ? "only 0" : "only 0 to " + (spaces - 1)))
                : Finding.KEPT;
    }

    private static Finding deletesNothing(Request request) {
        return request.field("memory_size") == 0 && old(request) == null
                ? Finding.broken("memory_size 0 deletes a memslot, but memslot " + slot(request) + " does not exist")
                : Finding.KEPT;
    }

    /** A check of a slot that exists and is not to be deleted. */
    private interface Change {
        /** @return what the call changes and may not; null if it keeps to the rule */
        String of(Request request, VmState.Slot old);
    }

    private static Rule changed(String text, String source, Change change) {
        return Rule.of(EINVAL, "the memslot already exists, and the call " + text, source, request -> {
            VmState.Slot old = old(request);
            String what = old == null || request.field("memory_size") == 0 ? null : change.of(request, old);
            return what == null
                    ? Finding.KEPT
                    : Finding.broken("memslot " + slot(request) + " already exists; " + what);
        });
    }

    private static String resizes(Request request, VmState.Slot old) {
        return request.field("memory_size") == old.size()
                ? null
                : "its size is fixed at " + hex(old.size()) + ": delete the memslot first, with memory_size 0";
    }

    private static String moves(Request request, VmState.Slot old) {
        return request.field("userspace_addr") == old.address()
                ? null
                : "its userspace_addr is fixed at " + hex(old.address())
                        + ": delete the memslot first, with memory_size 0";
    }

    private static String changesReadOnly(Request request, VmState.Slot old) {
        return request.flagged(request.field("flags") ^ old.flags(), "KVM_MEM_READONLY")
                ? "KVM_MEM_READONLY cannot be changed: delete the memslot first, with memory_size 0"
                : null;
    }

    private static String changesMemfd(Request request, VmState.Slot old) {
        return request.flagged(request.field("flags") | old.flags(), "KVM_MEM_GUEST_MEMFD")
                ? "a memslot with a guest_memfd can only be deleted"
                : null;
    }

    private static Finding beyondProcesses(Request request) {
        long start = request.field("userspace_addr");
        long end = start + request.field("memory_size");
        boolean beyond = start < 0
                || end < 0
                || end >>> USER_BITS.getOrDefault(request.asked().arch(), MOST_USER_BITS) != 0;
        return beyond
                ? Finding.broken("userspace_addr " + hex(start) + " + " + size(request.field("memory_size"))
                        + " is outside the user address space")
                : Finding.KEPT;
    }

    private static Finding overlaps(Request request) {
        long start = request.field("guest_phys_addr");
        long size = request.field("memory_size");
        Long other = request.vm().overlapping(request.field("slot"), start, size);
        if (other == null) {
            return Finding.KEPT;
        }
        VmState.Slot slot = request.vm().slots().get(other);
        return Finding.broken("guest physical " + range(start, size) + " overlaps memslot " + (other & NUMBER_MASK)
                + ", " + range(slot.start(), slot.size()));
    }

    private static VmState.Slot old(Request request) {
        return request.vm().slots().get(request.field("slot"));
    }

    private static String slot(Request request) {
        long slot = request.field("slot");
        return (slot & NUMBER_MASK) + (slot >>> SPACE_SHIFT == 0 ? "" : " of address space " + (slot >>> SPACE_SHIFT));
    }
}
