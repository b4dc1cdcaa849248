package org.kvmsh.bindings.board;

/** Receives the progress of a long task. */
public interface Progress {
    /** Discards progress. */
    Progress NONE = new Progress() {
        @Override
        public void note(String line) {}

        @Override
        public void step(String text) {}

        @Override
        public void end() {}
    };

    /** A line that is kept. */
    void note(String line);

    /** Reports the current step; the next one replaces it. */
    void step(String text);

    /** Whether somebody sees the steps. */
    default boolean isLive() {
        return false;
    }

    /** The last step is over. */
    void end();
}
