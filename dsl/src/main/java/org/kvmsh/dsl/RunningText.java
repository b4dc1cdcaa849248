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

    synchronized void interrupt() {
        if (thread != null) {
            interrupted = true;
            thread.interrupt();
        }
    }
}
