package org.kvmsh.bindings.trace;

import java.util.List;

/** A kernel that handles some calls itself and issues others on the kernel below, and reports which. */
public interface Layer {
    /**
     * The result of the calling thread's last call.
     *
     * @param answered whether a proposal answered it
     * @param made the calls that it made below meanwhile, in order
     */
    record Part(boolean answered, List<TracedCall> made) {
        public static final Part NONE = new Part(false, List.of());
    }

    /** The layer's part in the thread's calls since it was last asked. */
    Part part();
}
