package org.kvmsh.dsl.machine.exit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.kvmsh.bindings.kvm.CoalescedWrites;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The guest's writes to coalesced zones: those for handlers, and those without one. Guarded by the handlers' lock. */
public final class Coalesced {
    /** The most writes that are kept without a handler that took them. */
    private static final int MOST = 1_000_000;

    private final CoalescedWrites writes;
    private final Queue<Exit> untaken = new ArrayDeque<>();
    private long lost;

    /** @param writes the VM's ring */
    public Coalesced(CoalescedWrites writes) {
        this.writes = writes;
    }

    /** Whether there is a write that no handler has seen. */
    public boolean hasNext() {
        return writes.hasNext();
    }

    /** The oldest write that no handler has seen, or null. */
    public Exit next() {
        return writes.poll();
    }

    /** Keeps a write that no handler took. */
    public void keep(Exit write) {
        if (untaken.size() == MOST) {
            untaken.remove();
            lost++;
        }
        untaken.add(write);
    }

    /** Keeps what handlers are not to get. */
    public void keepAll() {
        for (Exit write = next(); write != null; write = next()) {
            keep(write);
        }
    }

    /** The writes that no handler took since this was last asked. */
    public List<Exit> take() {
        List<Exit> taken = new ArrayList<>(untaken);
        long missing = lost;
        untaken.clear();
        lost = 0;
        if (missing > 0) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the first "
                            + (missing == 1
                                    ? "write to a coalesced zone is"
                                    : missing + " writes to coalesced zones are")
                            + " lost: kvmsh keeps at most " + MOST + " unhandled writes",
                    "call m.coalesced() more often, or handle the writes: on(mmio: 0x10000000) { e -> }");
        }
        return taken;
    }
}
