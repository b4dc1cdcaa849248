package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vm;

/**
 * A guest's hashed page table, which is in the kernel's memory: read with KVM_PPC_GET_HTAB_FD. Source: api.rst 4.78;
 * arch/powerpc/kvm/book3s_64_mmu_hv.c, kvm_htab_read.
 *
 * @param entries the valid ones, by their numbers
 * @param size the number of all entries, a power of two
 */
record HashedPageTable(Map<Long, HashedEntry> entries, long size) {
    private static final int MOST = 0x10000;
    /** struct kvm_get_htab_header: index, n_valid, n_invalid. */
    private static final int HEADER = 8;

    private static final int ENTRY = 16;

    /** The table of a VM; without entries before KVM has made it. */
    static HashedPageTable of(Vm vm) {
        List<byte[]> parts = read(vm, open(vm, 0).get());
        return of(parts == null ? List.of() : parts, vm.kernel().abi().order());
    }

    /** The table that was read. */
    static HashedPageTable of(List<byte[]> parts, ByteOrder order) {
        Map<Long, HashedEntry> entries = new TreeMap<>();
        long next = 0;
        for (byte[] part : parts) {
            ByteBuffer read = ByteBuffer.wrap(part).order(order);
            next = Integer.toUnsignedLong(read.getInt());
            int valid = Short.toUnsignedInt(read.getShort());
            int invalid = Short.toUnsignedInt(read.getShort());
            for (int i = 0; i < valid; i++) {
                long first = big(read);
                entries.put(next, new HashedEntry(next, first, big(read)));
                next++;
            }
            next += invalid;
        }
        return new HashedPageTable(entries, next);
    }

    /**
     * A descriptor to read it with, or to write it.
     *
     * @param flags KVM_GET_HTAB_*
     */
    static IoctlResult<Integer> open(Vm vm, long flags) {
        try (Argument asked = Argument.of(vm.kernel(), "kvm_get_htab_fd")) {
            return vm.ioctl("KVM_PPC_GET_HTAB_FD", asked.set("flags", flags));
        }
    }

    /**
     * What a table's descriptor returns, part by part: a header and the valid entries that follow it; closes it. A read
     * ends where the table does, or where no further header and entry fit.
     *
     * @return empty for a radix guest, which has no table; null if the kernel refuses the read
     */
    static List<byte[]> read(Vm vm, int fd) {
        Kernel kernel = vm.kernel();
        List<byte[]> all = new ArrayList<>();
        try {
            byte[] bytes = new byte[MOST];
            int read;
            do {
                read = kernel.read(fd, bytes);
                if (read < 0) {
                    return null;
                }
                for (int at = 0; at + HEADER <= read; at += all.get(all.size() - 1).length) {
                    byte[] part = part(bytes, at, kernel.abi().order());
                    // If the read before ended with the table, this one has begun again.
                    if (!all.isEmpty() && index(part, kernel.abi()) <= index(all.get(all.size() - 1), kernel.abi())) {
                        return all;
                    }
                    all.add(part);
                }
            } while (read + HEADER + ENTRY >= MOST);
        } finally {
            kernel.close(fd);
        }
        return all;
    }

    private static byte[] part(byte[] read, int at, ByteOrder order) {
        int valid = Short.toUnsignedInt(ByteBuffer.wrap(read).order(order).getShort(at + Integer.BYTES));
        return Arrays.copyOfRange(read, at, at + HEADER + valid * ENTRY);
    }

    /** The number of a part's first entry. */
    private static long index(byte[] part, Abi abi) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(part).order(abi.order()).getInt());
    }

    /** Entries are in big-endian order on hosts of both byte orders. */
    private static long big(ByteBuffer read) {
        long value = read.getLong();
        return read.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    /** The number of a hash's group; the second one's is the complement of its bits. */
    long group(long hash, boolean isSecondary) {
        return (isSecondary ? ~hash : hash) & (size >>> HashedEntry.GROUP_SHIFT) - 1;
    }
}
