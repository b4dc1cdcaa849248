package org.kvmsh.repl.results;

import java.util.List;
import java.util.stream.Stream;

/** What every report says of a test that is not ok besides its result: its history, and how to run it again. */
public interface FailureNotes {
    /** What is before a command that runs a test again. */
    String AGAIN = "to run it again: ";

    /** Nothing is known but the results. */
    FailureNotes NONE = new FailureNotes() {
        @Override
        public List<String> earlier(RanBoard board, RanScript script, RanTest test) {
            return List.of();
        }

        @Override
        public String command(RanBoard board, RanScript script, RanTest test) {
            return null;
        }

        @Override
        public String compare(RanBoard one, RanBoard other, RanScript script) {
            return null;
        }
    };

    /** What earlier runs gave for it, a line each; none if they do not have it. */
    List<String> earlier(RanBoard board, RanScript script, RanTest test);

    /**
     * The command that runs it again, alone if its name chooses it; null for a test that did not fail, or if not known.
     */
    String command(RanBoard board, RanScript script, RanTest test);

    /** The command that compares a script's calls on two boards; null if they cannot be compared, or nobody knows. */
    String compare(RanBoard one, RanBoard other, RanScript script);

    /** Both as lines. */
    default List<String> lines(RanBoard board, RanScript script, RanTest test) {
        String command = command(board, script, test);
        return Stream.concat(
                        earlier(board, script, test).stream(),
                        Stream.ofNullable(command).map(line -> AGAIN + line))
                .toList();
    }
}
