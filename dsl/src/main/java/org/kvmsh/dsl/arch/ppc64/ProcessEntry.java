package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteBuffer;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.paging.PageEntry;
import org.kvmsh.dsl.script.Bits64;

/**
 * The entry of a radix guest's process table for an address, which leads to a radix tree. The table has 16 bytes for
 * each process. Source: Power ISA book III, "Process Table"; api.rst 4.100.
 *
 * @param shown the entry as a walk shows it; null if none is read
 * @param tree in which the address is looked up
 */
record ProcessEntry(PageEntry shown, RadixTree tree) {
    private static final long BASE = 0x0ffffffffffff000L;
    private static final long SIZE = 0x1f;
    private static final int ENTRY = 16;
    private static final int LEAST_SHIFT = 12;
    private static final int QUADRANT_SHIFT = 62;
    private static final int OF_KERNEL = 3;
    private static final long ROOT = 0x0fffffffffffff00L;
    /** RTS is the number of an address's bits less this. */
    private static final int LEAST_TREE = 31;

    private static final int TREE_BITS = 52;

    /** The entry of the process in whose quadrant an address is. */
    static ProcessEntry of(Vcpu vcpu, ReadableMemory memory, long address) {
        int quadrant = (int) (address >>> QUADRANT_SHIFT);
        long first = (long) quadrant << QUADRANT_SHIFT;
        Long table = table(vcpu);
        if (table == null) {
            return none(first, "no process table has been set with KVM_PPC_CONFIGURE_V3_MMU");
        } else if (quadrant != 0 && quadrant != OF_KERNEL) {
            return none(
                    first,
                    "the top two bits of the address are " + (quadrant == 1 ? "01" : "10")
                            + ": only a hypervisor uses such addresses");
        }
        long entries = (1L << (table & SIZE) + LEAST_SHIFT) / ENTRY;
        long process = quadrant == OF_KERNEL
                ? 0
                : Architecture.registersOf(vcpu.kernel().abi()).read(vcpu, "pid");
        if (process >= entries) {
            return none(first, "PIDR is " + process + ", but the process table has only " + entries + " entries");
        }
        long at = (table & BASE) + process * ENTRY;
        byte[] read = memory.read(at, Long.BYTES);
        Long entry = read == null || read.length < Long.BYTES
                ? null
                : (Long) ByteBuffer.wrap(read).getLong();
        return new ProcessEntry(
                new PageEntry("process table", (int) process, at, entry, entry == null ? "" : inWords(entry)),
                entry == null
                        ? RadixTree.unused(first, "the process table is not in any memslot")
                        : tree(process, first, entry));
    }

    private static ProcessEntry none(long first, String why) {
        return new ProcessEntry(null, RadixTree.unused(first, why));
    }

    /** What KVM was told last; null if nothing: it cannot be read back from the kernel. */
    private static Long table(Vcpu vcpu) {
        return vcpu.owner().setUp().all().stream()
                .filter(call -> call.name().equals("KVM_PPC_CONFIGURE_V3_MMU"))
                .map(call -> call.field("process_table", vcpu.kernel().abi()))
                .reduce((former, last) -> last)
                .orElse(null);
    }

    private static RadixTree tree(long process, long first, long entry) {
        return bits(entry) == TREE_BITS && (entry & SIZE) == RadixTree.ROOT_BITS
                ? RadixTree.of(process, first, entry & ROOT)
                : RadixTree.unused(
                        first,
                        "the process table entry has an RTS of " + bits(entry) + " bits and an RPDS of "
                                + (entry & SIZE) + "; processors support only 52 bits and " + RadixTree.ROOT_BITS);
    }

    private static int bits(long entry) {
        return LEAST_TREE + (int) (entry >>> 58 & 0x18 | entry >>> 5 & 7);
    }

    private static String inWords(long entry) {
        return "RTS=" + bits(entry) + " RPDB=" + Bits64.hex(entry & ROOT) + " RPDS=" + (entry & SIZE);
    }
}
