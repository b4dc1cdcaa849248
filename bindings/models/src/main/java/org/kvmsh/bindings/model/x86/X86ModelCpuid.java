package org.kvmsh.bindings.model.x86;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/** The answers of CPUID. Source: Intel SDM volume 2, "CPUID"; api.rst 4.20, 4.46; arch/x86/kvm/cpuid.c. */
final class X86ModelCpuid {
    private static final int FUNCTION = 0;
    private static final int INDEX = 1;
    private static final int FLAGS = 2;
    private static final int EAX = 3;
    private static final int ANSWERS = 4;
    private static final int EDX = EAX + ANSWERS - 1;
    private static final String[] FIELDS = {"function", "index", "flags", "eax", "ebx", "ecx", "edx"};
    private static final int CLASS = 0xffff0000;
    private static final int EXTENDED = 0x80000000;

    /** Twelve letters, as every vendor has them. */
    private static final byte[] VENDOR = "kvmsh model ".getBytes(StandardCharsets.US_ASCII);

    private static final int FAMILY_6 = 0x600;
    /** DE, PSE, TSC, MSR, PAE, CX8, PGE, CMOV, PAT; hypervisor present. */
    private static final int BASIC_EDX =
            1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 13 | 1 << 15 | 1 << 16;

    private static final int HYPERVISOR = 1 << 31;
    /** NX, pages of 1 GiB, long mode; LAHF and SAHF in it. */
    private static final int NX = 1 << 20;

    private static final int LONG_MODE = 1 << 29;
    private static final int EXTENDED_EDX = NX | 1 << 26 | LONG_MODE;
    private static final int LAHF = 1;
    /** Physical and linear addresses of 48 bits. */
    private static final int ADDRESSES = 48 << 8 | 48;

    private static final int FEWEST_BITS = 36;
    private static final int[][] SUPPORTED = {
        {0, 0, 0, 1, letters(0), letters(8), letters(4)},
        {1, 0, 0, FAMILY_6, 0, HYPERVISOR, BASIC_EDX},
        {EXTENDED, 0, 0, EXTENDED + 8, letters(0), letters(8), letters(4)},
        {EXTENDED + 1, 0, 0, FAMILY_6, 0, LAHF, EXTENDED_EDX},
        {EXTENDED + 8, 0, 0, ADDRESSES, 0, 0, 0},
    };

    private final Struct head;
    private final Struct entry;
    private final int significantIndex;
    private int[][] entries = {};

    X86ModelCpuid(Abi abi) {
        this.head = abi.struct("kvm_cpuid2");
        this.entry = abi.struct("kvm_cpuid_entry2");
        this.significantIndex = (int) abi.constant("KVM_CPUID_FLAG_SIGNIFCANT_INDEX");
    }

    private static int letters(int from) {
        int word = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            word |= VENDOR[from + i] << i * Byte.SIZE;
        }
        return word;
    }

    /** KVM_GET_SUPPORTED_CPUID. */
    int giveSupported(Region into) {
        return give(SUPPORTED, into);
    }

    /** KVM_GET_CPUID2. */
    int give(Region into) {
        return give(entries, into);
    }

    private int give(int[][] from, Region into) {
        long room = into.get(head.offset("nent"), Integer.BYTES);
        if (room < from.length) {
            return Errno.E2BIG.negative();
        }
        if (into.size() < at(from.length)) {
            return Errno.EFAULT.negative();
        }
        into.putInt(head.offset("nent"), from.length);
        for (int i = 0; i < from.length; i++) {
            into.write(at(i), new byte[entry.size()]);
            for (int field = 0; field < FIELDS.length; field++) {
                into.putInt(at(i) + entry.offset(FIELDS[field]), from[i][field]);
            }
        }
        return 0;
    }

    private long at(int number) {
        return head.size() + (long) number * entry.size();
    }

    /** KVM_SET_CPUID2: once the vCPU has run, only what it has already. A rule compares the number of entries alone. */
    int take(Region from, boolean hasRun) {
        long count = from.get(head.offset("nent"), Integer.BYTES);
        if (from.size() < at((int) count)) {
            return Errno.EFAULT.negative();
        }
        int[][] wanted = new int[(int) count][FIELDS.length];
        for (int i = 0; i < count; i++) {
            for (int field = 0; field < FIELDS.length; field++) {
                wanted[i][field] = from.getInt(at(i) + entry.offset(FIELDS[field]));
            }
        }
        if (hasRun) {
            return Arrays.deepEquals(wanted, entries) ? 0 : Errno.EINVAL.negative();
        }
        entries = wanted;
        return 0;
    }

    /**
     * EAX, EBX, ECX and EDX. A function beyond its class's last answers as the last basic one: cpuid.c,
     * get_out_of_range_cpuid_entry.
     */
    int[] answer(int function, int index) {
        int[] found = find(function, index);
        if (found == null) {
            int[] classOf = find(function & CLASS, 0);
            int[] basic = find(0, 0);
            int[] first = classOf == null ? basic : classOf;
            if (first != null && basic != null && Integer.compareUnsigned(function, first[EAX]) > 0) {
                found = find(basic[EAX], index);
            }
        }
        return found == null ? new int[ANSWERS] : Arrays.copyOfRange(found, EAX, EAX + ANSWERS);
    }

    /** 36 if CPUID does not have it: cpuid.c, cpuid_query_maxphyaddr. */
    int physicalBits() {
        int[] addresses = find(EXTENDED + 8, 0);
        return addresses == null ? FEWEST_BITS : addresses[EAX] & 0xff;
    }

    boolean hasLongMode() {
        return hasExtended(LONG_MODE);
    }

    boolean hasNx() {
        return hasExtended(NX);
    }

    private boolean hasExtended(int bit) {
        int[] features = find(EXTENDED + 1, 0);
        return features != null && (features[EDX] & bit) != 0;
    }

    private int[] find(int function, int index) {
        for (int[] candidate : entries) {
            if (candidate[FUNCTION] == function
                    && ((candidate[FLAGS] & significantIndex) == 0 || candidate[INDEX] == index)) {
                return candidate;
            }
        }
        return null;
    }
}
