package org.kvmsh.bindings.remote;

import org.kvmsh.bindings.kernel.BoardLost;

/**
 * An agent that answers, and is not one that this kvmsh can use: it has another token, another user or another version.
 */
public final class AgentRefusal extends BoardLost {
    private static final long serialVersionUID = 1L;
    /** What to do about an agent that does not fit. */
    static final String REPLACE = "copy this kvmsh's agent to the board; to print its path: kvmsh boards agent ARCH";

    AgentRefusal(String why) {
        super(why);
    }
}
