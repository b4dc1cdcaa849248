package org.kvmsh.bindings.model;

import java.util.BitSet;
import org.kvmsh.bindings.kernel.Region;

/**
 * The pages of a memory slot that KVM has mapped for the guest, and the log of those that were written. A page is
 * mapped at the guest's first access, and for writing if user space has written to it before: then it is in the log
 * although the guest only read or executed it. Otherwise a read maps the zero page, which is read-only.
 *
 * <p>Source: arch/x86/kvm/mmu/spte.c, make_spte; virt/kvm/kvm_main.c, hva_to_pfn.
 */
final class SlotPages {
    static final int PAGE = 0x1000;

    private final Region region;
    private final long offset;
    private final boolean readOnly;
    private final BitSet writable;
    /** Mapped for reading, since nothing was written there; checked again at the next KVM_RUN. */
    private final BitSet empty = new BitSet();

    private BitSet log;

    /** @param before the same slot at its earlier address, whose log continues; null if it is new */
    SlotPages(Region region, long offset, long size, boolean readOnly, SlotPages before) {
        this.region = region;
        this.offset = offset;
        this.readOnly = readOnly;
        this.writable = new BitSet((int) (size / PAGE));
        this.log = before == null ? null : before.log;
    }

    /** KVM_MEM_LOG_DIRTY_PAGES is set, or is not; what was written while it was not is in no log. */
    synchronized void logging(boolean wanted) {
        log = !wanted ? null : log == null ? new BitSet() : log;
    }

    /** KVM_RUN. */
    synchronized void entered() {
        empty.clear();
    }

    /** @param from bytes from the slot's start */
    void read(long from, int bytes) {
        for (int page = (int) (from / PAGE); page <= (from + bytes - 1) / PAGE; page++) {
            if (!writable.get(page)) {
                map(page);
            }
        }
    }

    private synchronized void map(int page) {
        if (!empty.get(page)) {
            if (readOnly || isEmpty(page)) {
                empty.set(page);
            } else {
                written(page);
            }
        }
    }

    private boolean isEmpty(int page) {
        for (int at = 0; at < PAGE; at += Long.BYTES) {
            if (region.getLong(offset + (long) page * PAGE + at) != 0) {
                return false;
            }
        }
        return true;
    }

    synchronized void write(long from, int bytes) {
        for (int page = (int) (from / PAGE); page <= (from + bytes - 1) / PAGE; page++) {
            written(page);
        }
    }

    private void written(int page) {
        writable.set(page);
        if (log != null) {
            log.set(page);
        }
    }

    /** Returns the log and clears it. */
    synchronized BitSet takeLog() {
        BitSet taken = log;
        log = new BitSet();
        return taken;
    }
}
