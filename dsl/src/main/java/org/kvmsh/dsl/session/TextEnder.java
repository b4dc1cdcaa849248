package org.kvmsh.dsl.session;

/** Ends a running script from another thread. */
public interface TextEnder {
    /** Makes what the text does next throw, until {@link #resume}; a text that catches that is asked again. */
    void unwind();

    /** The text goes on from here; on its own thread. */
    void resume();

    /** Ends the text as a whole. */
    void end();
}
