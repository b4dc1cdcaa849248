package org.kvmsh.dsl.machine;

import org.kvmsh.bindings.kvm.Exit;

/** A script's handler or condition threw; the cause is what it threw. */
public final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HandlerFailed(Exit exit, Throwable thrown) {
        super("at " + exit, thrown);
    }
}
