package org.kvmsh.repl.cli;

/** The exit statuses of every command. */
public final class ExitStatus {
    public static final int SUCCESS = 0;
    /** A script, an expectation or a comparison failed, or a board is not available. */
    public static final int FAILED = 1;
    /** Wrong usage; of {@code kvmsh test} also tests that could not be run. */
    public static final int USAGE = 2;

    /** The base of the shell's statuses of signals (POSIX, XCU 2.8.2). */
    private static final int OF_SIGNAL = 128;

    private ExitStatus() {}

    /** The status of a program that a signal ended. */
    public static int ofSignal(int signal) {
        return OF_SIGNAL + signal;
    }

    public static boolean isOfSignal(int status) {
        return status > OF_SIGNAL;
    }
}
