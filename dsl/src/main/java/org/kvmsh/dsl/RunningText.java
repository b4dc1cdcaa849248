package org.kvmsh.dsl;

/**
 * The thread on which a text runs, which another thread may interrupt; an interrupt from here ends with the text. One
 * that arrives while the text's language is loading waits until it is loaded, since a half-loaded language would be
 * useless for later texts.
 */
final class RunningText {
    private Thread thread;
    private int depth;
    private boolean interrupted;

    /**
     * A text is about to run, and its language may need to be loaded first; returns whether it is the outermost of its
     * thread.
     */
    synchronized boolean begin() {
        return depth++ == 0;
    }

    /** The text's language is loaded; returns whether the text has been ended by now. */
    synchronized boolean isEndedBeforeItRuns() {
        thread = Thread.currentThread();
        return interrupted;
    }

    synchronized void end() {
        if (--depth > 0) {
            return;
        }
        thread = null;
        if (interrupted) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    /**
     * Interrupts the text's thread, where there is one, for a piece of the text: what is left of it is the piece's to
     * clear.
     */
    synchronized void poke() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Clears what {@link #poke} left, on the text's thread; an interrupt of the whole text stays. */
    synchronized void forget() {
        if (!interrupted) {
            Thread.interrupted();
        }
    }

    /**
     * Interrupts the text's thread, where there is one.
     *
     * @param rest a further action that ends the text; it completes before the text can end, so that it never affects
     *     the next one
     */
    synchronized void interrupt(Runnable rest) {
        interrupted = depth > 0;
        boolean loading = interrupted && thread == null;
        if (!loading) {
            if (interrupted) {
                thread.interrupt();
            }
            rest.run();
        }
    }
}
