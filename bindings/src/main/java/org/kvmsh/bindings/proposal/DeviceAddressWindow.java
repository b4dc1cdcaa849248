package org.kvmsh.bindings.proposal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;

/**
 * KVM_SET_DEVICE_ADDRESS on powerpc: "On ARM (and possibly other architectures)". Source: [PATCH v3 01/13] KVM: ARM:
 * Introduce KVM_SET_DEVICE_ADDRESS ioctl, 2012-10-22.
 *
 * <p>No KVM of powerpc has a VGIC. The call keeps a window of guest physical addresses free of memory, so that accesses
 * to it are MMIO exits and user space can be the device. There is no KVM_CREATE_IRQCHIP on book3s, so the call does not
 * need it; and its capability is not announced, since 84 is KVM_CAP_PPC_HTAB_FD there.
 */
public final class DeviceAddressWindow implements Proposal {
    private static final String IOCTL = "KVM_SET_DEVICE_ADDRESS";
    private static final Set<String> MEMORY_CALLS = Set.of("KVM_SET_USER_MEMORY_REGION", "KVM_SET_USER_MEMORY_REGION2");
    private static final String RADIX = "KVM_CAP_PPC_MMU_RADIX";
    private static final long PAGE = 0x1000;
    /**
     * The guest physical addresses that kvm_hv can map for a radix guest (RADIX_PGTABLE_RANGE), and those of a hashed
     * one (KVM_PAM).
     */
    private static final int RADIX_BITS = 52;

    private static final int HASHED_BITS = 60;

    /** Guest physical addresses. */
    private record Range(long at, long size) {
        boolean overlaps(Range other) {
            return Long.compareUnsigned(at, other.at + other.size) < 0 && Long.compareUnsigned(other.at, at + size) < 0;
        }
    }

    /** One VM's windows, by address type, and its memory, by slot. */
    private static final class Space {
        private final Map<Long, Range> windows = new HashMap<>();
        private final Map<Long, Range> slots = new HashMap<>();
        private final int addressBits;

        Space(ProposedVm vm) {
            Kernel below = vm.below();
            Abi abi = below.abi();
            boolean radix = abi.hasConstant(RADIX)
                    && below.ioctl(vm.fd(), abi.ioctl("KVM_CHECK_EXTENSION").request(), abi.constant(RADIX)) > 0;
            addressBits = radix ? RADIX_BITS : HASHED_BITS;
        }
    }

    @Override
    public String ioctl() {
        return IOCTL;
    }

    /**
     * The mail's errnos. It has none for a late call, EBUSY as for an initialized VGIC (devices/arm-vgic.rst), nor for
     * an address between pages or over the other window, EINVAL as of the VGIC, nor for one over memory, EEXIST as of
     * overlapping slots (api.rst 4.35).
     */
    @Override
    public int answer(Asked asked) {
        if (asked.argument() == null) {
            return Errno.EFAULT.negative();
        }
        DeviceAddressId id = DeviceAddressId.of(asked);
        if (!id.isVgic() || !id.isAddress()) {
            return Errno.ENODEV.negative();
        }
        Space space = asked.vm().state(this, () -> new Space(asked.vm()));
        synchronized (space) {
            Range window = new Range(asked.get("addr"), id.windowSize());
            Errno wrong = refusal(space, id.type(), window, asked.vm().hasRun());
            if (wrong != null) {
                return wrong.negative();
            }
            space.windows.put(id.type(), window);
            return 0;
        }
    }

    /** Null if the window is accepted. */
    private static Errno refusal(Space space, long type, Range window, boolean hasRun) {
        if (space.windows.containsKey(type)) {
            return Errno.EEXIST;
        }
        if (hasRun) {
            return Errno.EBUSY;
        }
        if (window.at >>> space.addressBits != 0 || window.at + window.size > 1L << space.addressBits) {
            return Errno.E2BIG;
        }
        if (window.at % PAGE != 0 || overlaps(window, space.windows)) {
            return Errno.EINVAL;
        }
        return overlaps(window, space.slots) ? Errno.EEXIST : null;
    }

    @Override
    public Set<String> watches() {
        return MEMORY_CALLS;
    }

    /** A window stays free of memory: EEXIST as of overlapping slots. */
    @Override
    public int around(Asked asked, IntSupplier below) {
        if (asked.argument() == null) {
            return below.getAsInt();
        }
        Range memory = new Range(asked.get("guest_phys_addr"), asked.get("memory_size"));
        Space space = asked.vm().state(this, () -> new Space(asked.vm()));
        synchronized (space) {
            if (memory.size != 0 && overlaps(memory, space.windows)) {
                return Errno.EEXIST.negative();
            }
            int answer = below.getAsInt();
            if (answer >= 0 && memory.size != 0) {
                space.slots.put(asked.get("slot"), memory);
            } else if (answer >= 0) {
                space.slots.remove(asked.get("slot"));
            }
            return answer;
        }
    }

    private static boolean overlaps(Range range, Map<Long, Range> others) {
        return others.values().stream().anyMatch(range::overlaps);
    }
}
