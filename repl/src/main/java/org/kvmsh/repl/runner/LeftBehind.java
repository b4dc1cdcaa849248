package org.kvmsh.repl.runner;

/** Work that could not be stopped continues, without effect, until the program ends. */
public final class LeftBehind extends Exception {
    private static final long serialVersionUID = 1L;

    LeftBehind() {
        super("the script did not finish");
    }
}
