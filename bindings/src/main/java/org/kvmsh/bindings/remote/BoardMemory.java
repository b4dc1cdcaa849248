package org.kvmsh.bindings.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import org.kvmsh.bindings.kernel.Errno;

/** Memory of the board by address: long transfers go in pieces, several of them under way at once. */
final class BoardMemory {
    /** Enough to keep a fast link busy, and few enough replies for the agent to keep. */
    private static final int UNDER_WAY = 4;

    private final Exchange exchange;
    private final int piece;
    private final int written;

    /** @param bytesPerSecond of the link; 0 if it is fast */
    BoardMemory(Exchange exchange, int bytesPerSecond) {
        this.exchange = exchange;
        this.piece = bytesPerSecond == 0 ? Frame.DATA : Math.max(256, Math.min(Frame.DATA, bytesPerSecond / 8));
        this.written = bytesPerSecond == 0 ? Frame.WRITTEN : piece;
    }

    void read(long address, byte[] into) {
        Deque<Exchange.Pending> asked = new ArrayDeque<>();
        int done = 0;
        for (int at = 0; at < into.length || !asked.isEmpty(); ) {
            if (at < into.length && asked.size() < UNDER_WAY) {
                int length = Math.min(piece, into.length - at);
                asked.add(
                        exchange.send(Op.READ, new Payload().int64(address + at).int32(length)));
                at += length;
            } else {
                Payload.restore(checked(exchange.await(asked.remove()), "read").data(), into, done);
                done += Math.min(piece, into.length - done);
            }
        }
    }

    void write(long address, byte[] from) {
        Deque<Exchange.Pending> asked = new ArrayDeque<>();
        for (int at = 0; at < from.length; at += written) {
            if (asked.size() == UNDER_WAY) {
                checked(exchange.await(asked.remove()), "write");
            }
            int length = Math.min(written, from.length - at);
            asked.add(exchange.send(
                    Op.WRITE, new Payload(length + 64).int64(address + at).elided(from, at, length)));
        }
        asked.forEach(request -> checked(exchange.await(request), "write"));
    }

    void unmap(long address, long size) {
        exchange.call(Op.UNMAP, new Payload().int64(address).int64(size));
    }

    private static Reply checked(Reply reply, String what) {
        if (reply.result() < 0) {
            throw new IllegalStateException(
                    "the agent refused to " + what + " memory: " + Errno.describe((int) -reply.result()));
        }
        return reply;
    }
}
