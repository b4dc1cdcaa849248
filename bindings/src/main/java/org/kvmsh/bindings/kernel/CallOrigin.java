package org.kvmsh.bindings.kernel;

import java.util.function.Supplier;

/**
 * The origin of a system call: the script, a proposal in front of the kernel, or kvmsh itself; or of an event of the
 * kernel.
 */
public enum CallOrigin {
    /** A script, or a step of a plan that it requested. */
    SCRIPT(""),
    /** A proposal answered it, and no kernel was asked. */
    PROPOSAL_ANSWERED("answered by the proposal"),
    /** A proposal's call on the kernel below. */
    PROPOSAL_MADE("made by the proposal"),
    /** kvmsh opened the board. */
    OPENING("opening the board"),
    /** kvmsh asked what the board has. */
    PROBING("probing the board"),
    /** kvmsh looked for the reason of an error, or for where a run ended. */
    EXPLAINING("explaining an error"),
    /** KVM_RUN with immediate_exit: the last exit is completed, so that it does not undo what comes next. */
    COMPLETING("completing an exit"),
    /** kvmsh carries the state of a VM to a new one. */
    MOVING("moving the machine"),
    /** No call: an event that the board's kernel traced during the call before it. */
    KERNEL("traced by the kernel");

    private static final ThreadLocal<CallOrigin> CURRENT = ThreadLocal.withInitial(() -> SCRIPT);

    private final String phrase;

    CallOrigin(String phrase) {
        this.phrase = phrase;
    }

    /** Returns the origin in words; empty for a script's call. */
    public String phrase() {
        return phrase;
    }

    /** Whether kvmsh made the call for itself: an equivalent program without kvmsh would not make it. */
    public boolean isOwn() {
        return ordinal() >= OPENING.ordinal();
    }

    /** The origin of the thread's calls, unless a proposal makes them. */
    public static CallOrigin current() {
        return CURRENT.get();
    }

    /** Sets the origin of the calls; an origin that is already set is kept. */
    public <T> T during(Supplier<T> calls) {
        CallOrigin before = CURRENT.get();
        CURRENT.set(before == SCRIPT ? this : before);
        try {
            return calls.get();
        } finally {
            CURRENT.set(before);
        }
    }
}
