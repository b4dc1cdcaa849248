package org.kvmsh.bindings.board.lab;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The time to wait for a board that another process uses.
 *
 * @param limit zero not to wait
 * @param waiting receives who uses it, while it is waited for
 */
public record LockWait(Duration limit, Consumer<String> waiting) {
    boolean isNone() {
        return limit.isZero();
    }

    void waits(String used) {
        waiting.accept(used);
    }

    String inWords() {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
