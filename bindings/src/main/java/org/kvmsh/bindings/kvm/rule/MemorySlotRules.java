package org.kvmsh.bindings.kvm.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;

/**
 * KVM_SET_USER_MEMORY_REGION and its successor. Sources: api.rst 4.35 and 4.140; virt/kvm/kvm_main.c, kvm_set_memory_region, whose order
 * this is.
 */
final class MemorySlotRules implements CallRules {
    private static final String DOCUMENT = " (api.rst 4.35)";
    private static final String CODE = " (virt/kvm/kvm_main.c)";
    /** What of a slot's number says which address space it is in. */
    private static final int SPACE_SHIFT = 16;
    private static final long NUMBER_MASK = 0xffff;
    /** Dirty bitmaps are indexed by an int (KVM_MEM_MAX_NR_PAGES). */
    private static final long MOST_PAGES = (1L << 31) - 1;
    /** The widest physical address of x86 (Intel SDM 4.1.4), and what arm64 gives a VM of type 0 (api.rst 4.2). */
    private static final int X86_BITS = 52;
    private static final int ARM_DEFAULT_BITS = 40;
    private static final long TYPE_BITS = 0xff;
    /** Where a process's addresses end: x86's with page tables of four levels, and what no architecture's reach. */
    private static final int X86_USER_BITS = 47;
    private static final int USER_BITS = 56;

    @Override public List<String> broken(Refused refused) {
        if (refused.argument() == null) {
            return List.of();
        }
        return switch (refused.errno()) {
            case "EINVAL" -> invalid(refused);
            case "EEXIST" -> overlaps(refused);
            case "EFAULT" -> outside(refused);
            default -> List.of();
        };
    }

    private static List<String> invalid(Refused refused) {
        List<String> broken = new ArrayList<>(LargePageRules.places(refused));
        flags(refused, broken);
        places(refused, broken);
        number(refused, broken);
        VmRecord.Slot old = refused.vm().slots().get(refused.field("slot"));
        if (refused.field("memory_size") == 0) {
            if (old == null) {
                broken.add("memory_size 0 deletes a slot, and there is no slot " + slot(refused) + DOCUMENT);
            }
        } else if (old != null) {
            changes(refused, old, broken);
        }
        long end = refused.field("guest_phys_addr") + refused.field("memory_size");
        if (broken.isEmpty() && refused.isX86() && end - 1 >>> X86_BITS != 0) {
            broken.add("the range ends at " + Words.hex(end - 1) + ", beyond the widest guest physical address (arch/x86/kvm/x86.c)");
        }
        if (broken.isEmpty() && beyondProcesses(refused)) {
            broken.add("userspace_addr " + Words.hex(refused.field("userspace_addr")) + " and " + Words.size(refused.field("memory_size"))
                    + " from there are no addresses that a process can have" + DOCUMENT);
        }
        if (broken.isEmpty()) {
            broken.addAll(LargePageRules.pages(refused));
        }
        return broken;
    }

    private static void flags(Refused refused, List<String> broken) {
        long flags = refused.field("flags");
        long known = 0;
        for (String flag : List.of("KVM_MEM_LOG_DIRTY_PAGES", "KVM_MEM_READONLY", "KVM_MEM_GUEST_MEMFD")) {
            known |= refused.abi().hasConstant(flag) ? refused.abi().constant(flag) : 0;
        }
        if ((flags & ~known) != 0) {
            broken.add("flags has " + Words.hex(flags & ~known) + ", which is no flag of a slot" + DOCUMENT);
        }
        boolean guestMemfd = refused.flagged(flags, "KVM_MEM_GUEST_MEMFD");
        if (guestMemfd && !refused.has("guest_memfd")) {
            broken.add("KVM_MEM_GUEST_MEMFD is for KVM_SET_USER_MEMORY_REGION2 alone (api.rst 4.140)");
        } else if (guestMemfd && refused.facts().capability("KVM_CAP_GUEST_MEMFD") == 0) {
            broken.add("KVM_MEM_GUEST_MEMFD needs KVM_CAP_GUEST_MEMFD, which is 0 for this VM (api.rst 4.140)");
        }
        if (refused.flagged(flags, "KVM_MEM_READONLY")) {
            if (guestMemfd) {
                broken.add("memory of a guest_memfd can't be read-only" + CODE);
            } else if (refused.facts().capability("KVM_CAP_READONLY_MEM") == 0) {
                broken.add("KVM_MEM_READONLY needs KVM_CAP_READONLY_MEM, which is 0 here" + DOCUMENT);
            }
        }
    }

    private static void places(Refused refused, List<String> broken) {
        long page = refused.facts().pageSize();
        for (String field : List.of("memory_size", "guest_phys_addr", "userspace_addr")) {
            if (Long.remainderUnsigned(refused.field(field), page) != 0) {
                broken.add(field + " " + Words.hex(refused.field(field)) + " is no multiple of the page's " + Words.size(page) + CODE);
            }
        }
        long start = refused.field("guest_phys_addr");
        long size = refused.field("memory_size");
        if (Long.compareUnsigned(start + size, start) < 0) {
            broken.add("guest_phys_addr " + Words.hex(start) + " and memory_size " + Words.hex(size) + " go beyond 64 bits" + CODE);
        }
        if (Long.compareUnsigned(Long.divideUnsigned(size, page), MOST_PAGES) > 0) {
            broken.add("memory_size " + Words.hex(size) + " is more than the 2^31 - 1 pages that a slot may have" + CODE);
        }
    }

    private static void number(Refused refused, List<String> broken) {
        long number = refused.field("slot") & NUMBER_MASK;
        long space = refused.field("slot") >>> SPACE_SHIFT;
        int most = number == 0 ? 1 : refused.facts().capability("KVM_CAP_NR_MEMSLOTS");
        if (most > 0 && number >= most) {
            broken.add("slot " + number + " is not below KVM_CAP_NR_MEMSLOTS, " + most + DOCUMENT);
        }
        if (space > 0) {
            int spaces = Math.max(1, refused.facts().capability("KVM_CAP_MULTI_ADDRESS_SPACE"));
            if (space >= spaces) {
                broken.add("bits 16 to 31 of slot say address space " + space + ", and there " + (spaces == 1 ? "is one, 0" : "are " + spaces) + DOCUMENT);
            }
        }
    }

    private static void changes(Refused refused, VmRecord.Slot old, List<String> broken) {
        String slot = "slot " + slot(refused) + " is there, and ";
        if (refused.flagged(refused.field("flags") | old.flags(), "KVM_MEM_GUEST_MEMFD")) {
            broken.add(slot + "one with a guest_memfd can only be deleted" + CODE);
        }
        if (refused.field("memory_size") != old.size()) {
            broken.add(slot + "its size stays " + Words.hex(old.size()) + ": delete it first, with memory_size 0" + DOCUMENT);
        }
        if (refused.field("userspace_addr") != old.address()) {
            broken.add(slot + "its userspace_addr stays " + Words.hex(old.address()) + ": delete it first, with memory_size 0" + CODE);
        }
        if (refused.flagged(refused.field("flags") ^ old.flags(), "KVM_MEM_READONLY")) {
            broken.add(slot + "KVM_MEM_READONLY can't be changed: delete it first, with memory_size 0" + CODE);
        }
    }

    private static List<String> overlaps(Refused refused) {
        long start = refused.field("guest_phys_addr");
        long size = refused.field("memory_size");
        List<String> broken = new ArrayList<>();
        for (Map.Entry<Long, VmRecord.Slot> other : refused.vm().slots().entrySet()) {
            long number = other.getKey();
            if (number != refused.field("slot") && number >>> SPACE_SHIFT == refused.field("slot") >>> SPACE_SHIFT && other.getValue().overlaps(start, size)) {
                broken.add("guest physical " + Words.range(start, size) + " overlaps slot " + (number & NUMBER_MASK) + ", " + Words.range(other.getValue().start(), other.getValue().size()) + DOCUMENT);
            }
        }
        return broken;
    }

    /** arm64 alone says so with EFAULT (arch/arm64/kvm/mmu.c, kvm_arch_prepare_memory_region). */
    private static List<String> outside(Refused refused) {
        if (refused.abi().arch() != Arch.ARM64) {
            return List.of();
        }
        int bits = refused.vm().type() == 0 ? ARM_DEFAULT_BITS : (int) (refused.vm().type() & TYPE_BITS);
        long end = refused.field("guest_phys_addr") + refused.field("memory_size");
        return end - 1 >>> bits == 0 ? List.of() : List.of("the range ends at " + Words.hex(end - 1) + ", and this VM's addresses have " + bits + " bits (arch/arm64/kvm/mmu.c; api.rst 4.2)");
    }

    private static boolean beyondProcesses(Refused refused) {
        long start = refused.field("userspace_addr");
        long end = start + refused.field("memory_size");
        return start < 0 || end < 0 || end >>> (refused.isX86() ? X86_USER_BITS : USER_BITS) != 0;
    }

    private static String slot(Refused refused) {
        long slot = refused.field("slot");
        return (slot & NUMBER_MASK) + (slot >>> SPACE_SHIFT == 0 ? "" : " of address space " + (slot >>> SPACE_SHIFT));
    }
}
