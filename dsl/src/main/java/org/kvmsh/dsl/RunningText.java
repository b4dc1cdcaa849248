package org.kvmsh.dsl;

/** The thread that a text runs on, which another thread may interrupt; an interrupt that came from here ends with the text. */
final class RunningText {
    private Thread thread;
    private int depth;
    private boolean interrupted;

    synchronized void begin() {
        thread = Thread.currentThread();
        depth++;
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
     * Interrupts the text's thread, where there is one.
     *
     * @param rest what else ends the text; it is done before the text can end, so that it never meets the next one
     */
    synchronized void interrupt(Runnable rest) {
        if (thread != null) {
            interrupted = true;
            thread.interrupt();
        }
        rest.run();
    }
}
