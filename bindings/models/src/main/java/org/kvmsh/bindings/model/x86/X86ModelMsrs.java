package org.kvmsh.bindings.model.x86;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The model-specific registers of a vCPU. Numbers and rules: Intel SDM volume 4, "Model-Specific Registers";
 * arch/x86/kvm/x86.c, kvm_set_msr_common.
 */
final class X86ModelMsrs {
    private static final int TSC = 0x10;
    private static final int APIC_BASE = 0x1b;
    private static final int SYSENTER_CS = 0x174;
    private static final int SYSENTER_ESP = 0x175;
    private static final int SYSENTER_EIP = 0x176;
    private static final int MISC_ENABLE = 0x1a0;
    private static final int PAT = 0x277;
    private static final int EFER = 0xc0000080;
    private static final int STAR = 0xc0000081;
    private static final int LSTAR = 0xc0000082;
    private static final int CSTAR = 0xc0000083;
    private static final int FMASK = 0xc0000084;
    private static final int FS_BASE = 0xc0000100;
    private static final int GS_BASE = 0xc0000101;
    private static final int KERNEL_GS_BASE = 0xc0000102;
    private static final long PAT_AT_RESET = 0x0007040600070406L;
    private static final long APIC_RESERVED = 0x6ff;
    /** KVM extends what is no 48-bit address by its sign, as AMD's processors do. */
    private static final int UNUSED_ADDRESS_BITS = 16;

    private static final long FAST_STRINGS = 1;
    private static final Set<Integer> ADDRESSES = Set.of(LSTAR, CSTAR, FS_BASE, GS_BASE, KERNEL_GS_BASE);
    /** Memory types that there are: SDM volume 3, "Page Attribute Table". */
    private static final Set<Long> MEMORY_TYPES = Set.of(0L, 1L, 4L, 5L, 6L, 7L);

    private final X86State state;
    private final X86ModelCpuid cpuid;
    /** The MSRs of KVM_GET_MSR_INDEX_LIST: those that no other ioctl returns. */
    private final Map<Integer, Long> values = new LinkedHashMap<>();

    private long clockOffset = -System.nanoTime();

    X86ModelMsrs(X86State state, X86ModelCpuid cpuid) {
        this.state = state;
        this.cpuid = cpuid;
        values.putAll(atReset());
    }

    private static Map<Integer, Long> atReset() {
        Map<Integer, Long> values = new LinkedHashMap<>();
        for (int index :
                new int[] {SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP, STAR, CSTAR, KERNEL_GS_BASE, FMASK, LSTAR, TSC}) {
            values.put(index, 0L);
        }
        values.put(PAT, PAT_AT_RESET);
        values.put(MISC_ENABLE, FAST_STRINGS);
        return values;
    }

    static int[] listed() {
        return atReset().keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    boolean has(int index) {
        return values.containsKey(index) || index == EFER || index == APIC_BASE || index == FS_BASE || index == GS_BASE;
    }

    long read(int index) {
        return switch (index) {
            case TSC -> clock();
            case APIC_BASE -> state.apicBase;
            case EFER -> state.efer;
            case FS_BASE -> state.segments[X86Segment.FS].base;
            case GS_BASE -> state.segments[X86Segment.GS].base;
            default -> values.get(index);
        };
    }

    /** SDM volume 2, "RDTSC": here nanoseconds. */
    long clock() {
        return System.nanoTime() + clockOffset;
    }

    /**
     * Whether the value is accepted.
     *
     * @param byGuest otherwise by KVM_SET_MSRS, which accepts more
     */
    boolean write(int index, long value, boolean byGuest) {
        if (!has(index) || ADDRESSES.contains(index) && !X86Memory.isCanonical(value)) {
            return false;
        }
        switch (index) {
            case TSC -> clockOffset = value - System.nanoTime();
            case SYSENTER_ESP, SYSENTER_EIP -> values.put(index, value << UNUSED_ADDRESS_BITS >> UNUSED_ADDRESS_BITS);
            case APIC_BASE -> {
                if (!isApicBase(value)) {
                    return false;
                }
                state.apicBase = value;
            }
            case EFER -> {
                return writeEfer(value, byGuest);
            }
            case FS_BASE -> state.segments[X86Segment.FS].base = value;
            case GS_BASE -> state.segments[X86Segment.GS].base = value;
            case PAT -> {
                for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                    if (!MEMORY_TYPES.contains(value >>> shift & 0xff)) {
                        return false;
                    }
                }
                values.put(index, value);
            }
            default -> values.put(index, value);
        }
        return true;
    }

    /** SDM volume 2, "SWAPGS". */
    void swapGs() {
        long base = state.segments[X86Segment.GS].base;
        state.segments[X86Segment.GS].base = values.put(KERNEL_GS_BASE, base);
    }

    /**
     * arch/x86/kvm/lapic.c, kvm_apic_set_base: its reserved bits, x2APIC mode, which the model lacks, and bits beyond
     * physical addresses.
     */
    boolean isApicBase(long value) {
        return (value & APIC_RESERVED) == 0 && value >>> cpuid.physicalBits() == 0;
    }

    /**
     * arch/x86/kvm/x86.c, set_efer: LMA is the processor's own; a guest with paging cannot change LME, nor set what its
     * CPUID does not have.
     */
    private boolean writeEfer(long value, boolean byGuest) {
        long known = X86State.EFER_SCE | X86State.EFER_LME | X86State.EFER_LMA | X86State.EFER_NXE;
        boolean changesMode = ((state.efer ^ value) & X86State.EFER_LME) != 0;
        boolean refused = byGuest
                && ((value & X86State.EFER_LME) != 0 && !cpuid.hasLongMode()
                        || (value & X86State.EFER_NXE) != 0 && !cpuid.hasNx()
                        || state.isPaged() && changesMode);
        if ((value & ~known) != 0 || refused) {
            return false;
        }
        state.efer = value & ~X86State.EFER_LMA | state.efer & X86State.EFER_LMA;
        return true;
    }
}
