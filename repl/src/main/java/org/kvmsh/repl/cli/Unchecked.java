package org.kvmsh.repl.cli;

/** The option that sends calls against a rule of kvmsh's. */
public final class Unchecked {
    /** What it does, for {@code --help}. */
    public static final String OPTION = "Send calls also where a rule of kvmsh's refuses them, and tell which rules the kernel did not follow.";

    private Unchecked() { }
}
