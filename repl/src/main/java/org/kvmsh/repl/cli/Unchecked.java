package org.kvmsh.repl.cli;

/** The option that sends calls against a rule of kvmsh's. */
public final class Unchecked {
    /** The option's description, for {@code --help}. */
    public static final String OPTION =
            "Make calls even if they break a rule that kvmsh knows, and report the rules that the kernel did not"
                    + " enforce.";

    private Unchecked() {}
}
