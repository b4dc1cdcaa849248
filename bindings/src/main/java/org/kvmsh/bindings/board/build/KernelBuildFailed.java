package org.kvmsh.bindings.board.build;

import org.kvmsh.bindings.board.BoardUnavailable;

/** A kernel that could not be built from its source as it is. */
public final class KernelBuildFailed extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    KernelBuildFailed(String message) {
        super(message);
    }
}
