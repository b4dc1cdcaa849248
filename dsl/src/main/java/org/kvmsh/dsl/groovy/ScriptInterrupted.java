package org.kvmsh.dsl.groovy;

/** A script that somebody ended while it ran. */
public final class ScriptInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptInterrupted() {
        super("interrupted");
    }
}
