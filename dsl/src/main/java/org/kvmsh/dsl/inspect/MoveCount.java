package org.kvmsh.dsl.inspect;

/**
 * The moves of machines in a test, or outside of tests.
 *
 * @param moves the number of moves
 * @param cause why a machine did not move; null if each one moved
 */
public record MoveCount(int moves, String cause) implements TestCount {
    public static final MoveCount NONE = new MoveCount(0, null);

    public MoveCount and(int more, String why) {
        return new MoveCount(moves + more, cause == null ? why : cause);
    }

    /** {@code moved 12 times}, or why not. */
    @Override
    public String toString() {
        String moved = moves == 0 && cause != null ? "" : "moved " + moves + (moves == 1 ? " time" : " times");
        return cause == null
                ? moved
                : (moved.isEmpty() ? "not moved: " : moved + "; at least one move was not possible: ") + cause;
    }
}
