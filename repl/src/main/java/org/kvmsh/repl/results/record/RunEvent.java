package org.kvmsh.repl.results.record;

import java.util.Arrays;
import java.util.Locale;

/** The event that a line of results.jsonl tells of. */
enum RunEvent {
    BOARD,
    SCRIPT,
    TEST,
    RESULT,
    SCRIPT_ENDED,
    RUN_ENDED,
    RESUMED;

    static final String EVENT = "event";
    static final String BOARD_NUMBER = "board";
    static final String SCRIPT_NAME = "script";
    static final String TEST_NAME = "test";
    static final String RESULT_FACTS = "result";
    static final String MS = "ms";
    /** The notes of the last result, when its script has ended. */
    static final String NOTES = "notes";

    static final String FILES = "files";
    static final String STATUS = "status";
    static final String UNMET = "unmet";
    static final String UNMET_KNOWN = "unmetKnown";

    /** @throws IllegalArgumentException if there is no such event */
    static RunEvent named(String words) {
        return Arrays.stream(values())
                .filter(event -> event.toString().equals(words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown event '" + words + "'"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
