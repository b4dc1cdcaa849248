package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.BoardLost;

/**
 * The bytes that the vCPUs of one VM wrote to collecting entries, in the order of their exits. The agent keeps one log
 * for the VM and sends all of it with the next reply of any vCPU; the threads that wait for these replies get here in
 * any order.
 */
final class CollectedWrites {
    private static final int LENGTH = 0xffff;
    private static final long LOOK_MILLIS = 50;

    /** Takes a chunk: of a vCPU's descriptor and an entry's number. */
    interface Taker {
        void take(int vcpu, int entry, byte[] bytes);
    }

    /** Bytes of the agent's log that the sinks have. */
    private long taken;

    /**
     * Passes the log from a reply to the sinks, after the earlier parts, which are in other vCPUs' replies.
     *
     * @param position how long the log was before
     * @param in chunks of descriptor 4, length 2, entry 2, bytes
     * @param taker gets each chunk
     * @param lost why no reply comes any more; null while they do
     */
    synchronized void take(long position, ByteBuffer in, Taker taker, Supplier<BoardLost> lost) {
        await(position, lost);
        try {
            while (in.hasRemaining()) {
                int vcpu = in.getInt();
                int head = in.getInt();
                byte[] bytes = new byte[head & LENGTH];
                in.get(bytes);
                taker.take(vcpu, head >>> Short.SIZE, bytes);
            }
        } finally {
            taken = Math.max(taken, position + in.limit());
            notifyAll();
        }
    }

    /**
     * The log may be longer already: a reply without writes has the position of the next one with some, which may come
     * first.
     */
    private void await(long position, Supplier<BoardLost> lost) {
        boolean interrupted = false;
        while (taken < position && lost.get() == null) {
            try {
                TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
