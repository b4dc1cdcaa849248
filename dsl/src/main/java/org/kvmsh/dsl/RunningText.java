package org.kvmsh.dsl;

/**
 * The thread that a text runs on, which another thread may interrupt; an interrupt that came from here ends with the text. One that comes
 * while the text's language is still being loaded waits until it is, since a half-loaded language would be of no use to any later text.
 */
final class RunningText {
    private Thread thread;
    private int depth;
    private boolean interrupted;

    /** A text is to run, and its language may have to be loaded first; gives whether it is the outermost of its thread. */
    synchronized boolean begin() {
        return depth++ == 0;
    }

    /** The text's language is loaded; gives whether somebody has ended the text by now. */
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

    /** Interrupts the text's thread, where there is one, for a piece of the text: what is left of it is the piece's to clear. */
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
     * @param rest what else ends the text; it is done before the text can end, so that it never meets the next one
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
