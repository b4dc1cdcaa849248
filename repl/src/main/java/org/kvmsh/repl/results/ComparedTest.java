package org.kvmsh.repl.results;

import java.util.stream.Collectors;

/**
 * A test of one run beside the same of an earlier one.
 *
 * @param before null if the earlier run does not have it
 * @param now null if the later run does not have it
 */
public record ComparedTest(TestAddress address, RanTest before, RanTest now, Change change) {
    static ComparedTest of(TestAddress address, RanTest before, RanTest now) {
        return new ComparedTest(address, before, now, Change.of(before, now));
    }

    /** The earlier and the present result in one line. */
    public String inWords() {
        return switch (change) {
            case GONE -> "was " + before.verdict();
            case FIXED -> now.verdict() + ", was " + before.verdict() + unchecked();
            case CHECKED_LESS -> now.verdict() + unchecked();
            case OTHER_FAILURE -> now.why() + "; before: " + before.why();
            case NEW_FAILURE, OLD_FAILURE, NOT_RUN, SKIPPED_NOW, NONE -> now.why();
        };
    }

    /** What it passed without. */
    private String unchecked() {
        return now.unchecked().stream().map(text -> "; " + text).collect(Collectors.joining());
    }
}
