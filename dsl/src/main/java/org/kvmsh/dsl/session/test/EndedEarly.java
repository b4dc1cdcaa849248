package org.kvmsh.dsl.session.test;

/** Why a script was ended before its last line. */
public enum EndedEarly {
    INTERRUPTED("interrupted", "interrupted"),
    TIMEOUT("TIMEOUT", "the script timed out"),
    BOARD_LOST("board lost", "board lost"),
    EXIT("System.exit", "the script called System.exit"),
    FAILED_FAST("failed", "an earlier test failed (--fail-fast)");

    private final String reason;
    private final String reasonOfOthers;

    EndedEarly(String reason, String reasonOfOthers) {
        this.reason = reason;
        this.reasonOfOthers = reasonOfOthers;
    }

    /** The reason of the test that was under way. */
    public String reason() {
        return reason;
    }

    /** Why the tests behind it did not run. */
    public String reasonOfOthers() {
        return reasonOfOthers;
    }
}
