package org.kvmsh.repl.compare;

import java.io.IOException;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.compare.Recording;

/** The source of recorded calls: a script that is run, or a file. */
public interface CallSource {
    /** The names of the scripts or tests whose calls these are. */
    List<String> names();

    /** In how many of what, to follow a number of calls: {@code " in 2 scripts"}; empty if there is only one. */
    String in(int count);

    /** Whether a difference is one of the sides, and not what two failures of a test may have anyway. */
    default boolean isCounted() {
        return true;
    }

    /** The calls of one of them. */
    Recording recording(String name) throws IOException, BoardUnavailable;

    /** Whether the rest is left out, because a signal ended the program. */
    default boolean isEnded() {
        return false;
    }
}
