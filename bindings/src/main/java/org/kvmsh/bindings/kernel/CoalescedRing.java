package org.kvmsh.bindings.kernel;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;

/**
 * The place of a VM's ring of coalesced writes in the mapping of each of its vCPUs, and its layout. Sources: api.rst
 * 4.116; virt/kvm/coalesced_mmio.c: the kernel appends at last under its own lock and never waits, user space takes at
 * first.
 *
 * @param at bytes of the mapping before the ring
 * @param first where in the ring the index of the first entry is
 * @param last where the index behind the last entry is
 * @param entries where the entries begin
 * @param size bytes of an entry
 * @param count the number of entries, one of which is always free
 */
public record CoalescedRing(int at, int first, int last, int entries, int size, int count) {
    /**
     * The ring of a board.
     *
     * @param page the value of KVM_CAP_COALESCED_MMIO: the ring's page in the mapping, in the board's pages
     * @param pageSize bytes of a page of the board's kernel
     */
    public static CoalescedRing of(Abi abi, int page, int pageSize) {
        Struct ring = abi.struct("kvm_coalesced_mmio_ring");
        int size = abi.struct("kvm_coalesced_mmio").size();
        // KVM_COALESCED_MMIO_MAX of include/uapi/linux/kvm.h.
        return new CoalescedRing(
                page * pageSize,
                ring.offset("first"),
                ring.offset("last"),
                ring.offset("coalesced_mmio"),
                size,
                (pageSize - ring.size()) / size);
    }

    /**
     * Takes all complete entries, the oldest first; what the kernel adds meanwhile is left. One thread at a time may
     * call it.
     *
     * @param mapping the kvm_run mapping of any vCPU of the VM
     * @return the entries, each of {@link #size} bytes; empty if there are none
     */
    public byte[] take(Region mapping) {
        int from = index(mapping, first);
        int to = mapping.getAcquire((long) at + last);
        if (to < 0 || to >= count || from == to) {
            return new byte[0];
        }
        byte[] taken = new byte[Math.floorMod(to - from, count) * size];
        int done = 0;
        for (int next = from; next != to; ) {
            int end = next < to ? to : count;
            byte[] part = mapping.bytes((long) at + entries + (long) next * size, (end - next) * size);
            System.arraycopy(part, 0, taken, done, part.length);
            done += part.length;
            next = end % count;
        }
        mapping.putRelease((long) at + first, to);
        return taken;
    }

    private int index(Region mapping, int where) {
        return Math.floorMod(mapping.getInt((long) at + where), count);
    }
}
