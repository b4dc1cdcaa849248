package org.kvmsh.bindings.model.x86;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.ModelMemory;

/**
 * The MSRs of a VM that are user space's: api.rst, KVM_CAP_X86_USER_SPACE_MSR and KVM_X86_SET_MSR_FILTER;
 * arch/x86/kvm/x86.c, kvm_msr_allowed.
 */
final class X86MsrFilter {
    private static final int FIRST_X2APIC = 0x800;
    private static final int LAST_X2APIC = 0x8ff;

    private record Range(long first, long count, long flags, byte[] bitmap) {
        boolean has(long index, long way) {
            return index >= first && index < first + count && (flags & way) != 0;
        }

        boolean allows(long index) {
            int bit = (int) (index - first);
            return (bitmap[bit / Byte.SIZE] >> bit % Byte.SIZE & 1) != 0;
        }
    }

    private final Abi abi;
    private final ModelMemory memory;
    private List<Range> ranges = List.of();
    private boolean denies;
    private long reasons;

    X86MsrFilter(Abi abi, ModelMemory memory) {
        this.abi = abi;
        this.memory = memory;
    }

    /** KVM_ENABLE_CAP of KVM_CAP_X86_USER_SPACE_MSR. */
    int enable(long wanted) {
        if ((wanted & ~abi.constant("KVM_MSR_EXIT_REASON_VALID_MASK")) != 0) {
            return Errno.EINVAL.negative();
        }
        reasons = wanted;
        return 0;
    }

    /** KVM_X86_SET_MSR_FILTER. */
    int set(Region argument) {
        Struct layout = abi.struct("kvm_msr_filter");
        long flags = argument.get(layout.offset("flags"), Integer.BYTES);
        if ((flags & ~abi.constant("KVM_MSR_FILTER_VALID_MASK")) != 0) {
            return Errno.EINVAL.negative();
        }
        boolean deny = (flags & abi.constant("KVM_MSR_FILTER_DEFAULT_DENY")) != 0;
        List<Range> wanted = new ArrayList<>();
        for (int i = 0; i < abi.constant("KVM_MSR_FILTER_MAX_RANGES"); i++) {
            int errno = add(argument, layout, "ranges[" + i + "].", wanted);
            if (errno != 0) {
                return errno;
            }
        }
        if (wanted.isEmpty() && deny) {
            return Errno.EINVAL.negative();
        }
        ranges = wanted;
        denies = deny;
        return 0;
    }

    private int add(Region argument, Struct layout, String range, List<Range> wanted) {
        long flags = argument.get(layout.offset(range + "flags"), Integer.BYTES);
        long count = argument.get(layout.offset(range + "nmsrs"), Integer.BYTES);
        if (count == 0) {
            return 0;
        }
        long bytes = (count + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
        if (flags == 0
                || (flags & ~abi.constant("KVM_MSR_FILTER_RANGE_VALID_MASK")) != 0
                || bytes > abi.constant("KVM_MSR_FILTER_MAX_BITMAP_SIZE")) {
            return Errno.EINVAL.negative();
        }
        long address = argument.getLong(layout.offset(range + "bitmap"));
        Region bitmap = memory.holding(address, bytes);
        if (bitmap == null) {
            return Errno.EFAULT.negative();
        }
        wanted.add(new Range(
                argument.get(layout.offset(range + "base"), Integer.BYTES),
                count,
                flags,
                bitmap.bytes(address - bitmap.address(), (int) bytes)));
        return 0;
    }

    /** The filter does not reach the MSRs of an x2APIC. */
    boolean allows(int index, boolean write) {
        long number = index & 0xffffffffL;
        if (number >= FIRST_X2APIC && number <= LAST_X2APIC) {
            return true;
        }
        long way = abi.constant(write ? "KVM_MSR_FILTER_WRITE" : "KVM_MSR_FILTER_READ");
        for (Range range : ranges) {
            if (range.has(number, way)) {
                return range.allows(number);
            }
        }
        return !denies;
    }

    /** Whether an access that fails for a reason, by its constant's name, is an exit. */
    boolean asks(String reason) {
        return (reasons & abi.constant(reason)) != 0;
    }
}
