package org.kvmsh.bindings.board;

/** Takes what a long task tells while it goes on. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override public void note(String line) { }

        @Override public void step(String text) { }

        @Override public void end() { }
    };

    /** A line that is kept. */
    void note(String line);

    /** What is being done now; the next step takes its place. */
    void step(String text);

    /** The last step is over. */
    void end();
}
