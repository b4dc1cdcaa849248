package org.kvmsh.dsl.session.call;

import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.trace.CallRing;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The events of a board's kernel in a trace; a session that does not ask for them does not load it. */
final class KernelEventsKept {
    private final CallRing calls;
    /** Whether each KVM_RUN was kept before. */
    private final boolean exits;

    private KernelEventsKept(CallRing calls) {
        this.calls = calls;
        this.exits = calls.keepsExits();
    }

    /**
     * Keeps them from now on, and each KVM_RUN.
     *
     * @throws ScriptError if the board has no such events
     */
    static KernelEventsKept in(CallRing calls, Board of, Site site) {
        String refusal = of.kind() == BoardKind.MODEL
                ? "a software model has no kernel with tracepoints"
                : of.kernel().keepEvents(true);
        if (refusal != null) {
            throw new ScriptError(site, "no kernel events from " + of.name() + ": " + refusal);
        }
        KernelEventsKept kept = new KernelEventsKept(calls);
        calls.keepExits(true);
        return kept;
    }

    /** Ends them. */
    void end(Board of) {
        of.kernel().keepEvents(false);
        calls.keepExits(exits);
    }
}
