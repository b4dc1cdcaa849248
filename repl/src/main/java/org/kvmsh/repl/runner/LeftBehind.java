package org.kvmsh.repl.runner;

/** Work could not be ended and goes on, to no effect, until the program ends. */
public final class LeftBehind extends Exception {
    private static final long serialVersionUID = 1L;

    LeftBehind() {
        super("the script did not end");
    }
}
