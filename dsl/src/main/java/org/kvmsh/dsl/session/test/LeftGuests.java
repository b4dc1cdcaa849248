package org.kvmsh.dsl.session.test;

import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The guests that still run when a test or a script is over, on threads that it has started. */
public final class LeftGuests {
    private final String whose;
    private ScriptError first;

    /**
     * None so far.
     *
     * @param whose what is over, in a word
     */
    public LeftGuests(String whose) {
        this.whose = whose;
    }

    /**
     * Ends the guest of a machine that a thread of the script is inside a run of; false if it does not stop, and the
     * machine cannot be closed.
     */
    public boolean close(Machine machine) {
        Site called = machine.calledAt();
        boolean closed = called == null || machine.closeRunning();
        if (called != null && first == null) {
            first = new ScriptError(
                    called,
                    "this run had not ended when the " + whose + " did",
                    closed
                            ? ""
                            : "kvmsh could not stop the run: one of its handlers does not return; the machine stays"
                                    + " open",
                    "wait for the thread that runs the guest: thread.join()",
                    "or stop the guest first: m.stop(); thread.join()");
        }
        return closed;
    }

    /** The error about the first one; null if there is none. */
    public ScriptError first() {
        return first;
    }
}
