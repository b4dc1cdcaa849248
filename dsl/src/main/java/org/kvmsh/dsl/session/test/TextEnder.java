package org.kvmsh.dsl.session.test;

/** Ends a running script from another thread. */
public interface TextEnder {
    /**
     * Makes the text throw at its next operation, until {@link #resume}; a text that catches that is made to throw
     * again.
     */
    void unwind();

    /** The text continues; on its own thread. */
    void resume();

    /** Ends the text as a whole. */
    void end();
}
