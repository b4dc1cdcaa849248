package org.kvmsh.bindings.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import org.kvmsh.bindings.kernel.Errno;

/** Memory of the board by address: long transfers go in pieces, several of them under way at once. */
final class BoardMemory {
    /** Enough to keep a fast link busy, and few enough replies for the agent to keep. */
    private static final int UNDER_WAY = 4;

    /** On a line with a speed, the first piece. */
    private static final int FIRST = 1024;

    private static final int SHORTEST = 256;
    /** On a line that has lost bytes, as many pieces have to arrive before they get longer. */
    private static final int CLEAN = 8;

    private final Exchange exchange;
    private final int piece;
    private final int written;
    private int most;
    private int resends;
    private int clean;

    /** @param bytesPerSecond of the link; 0 if it is fast */
    BoardMemory(Exchange exchange, int bytesPerSecond) {
        this.exchange = exchange;
        this.piece = bytesPerSecond == 0 ? Frame.DATA : Math.max(SHORTEST, Math.min(Frame.DATA, bytesPerSecond / 8));
        this.most = bytesPerSecond == 0 ? Frame.WRITTEN : FIRST;
        this.written = bytesPerSecond == 0 ? Frame.WRITTEN : piece;
    }

    /** Pieces get longer while all arrive, and shorter with each error of the line, which damages a long one surely. */
    private synchronized int length(int longest) {
        int now = exchange.resends();
        if (now != resends) {
            resends = now;
            clean = 0;
            most = Math.max(SHORTEST, most / 2);
        } else if (++clean % CLEAN == 0 || resends == 0) {
            most = Math.min(Frame.WRITTEN, 2 * most);
        }
        return Math.min(most, longest);
    }

    private record Asked(Exchange.Pending request, int at) {}

    void read(long address, byte[] into) {
        Deque<Asked> asked = new ArrayDeque<>();
        for (int at = 0; at < into.length || !asked.isEmpty(); ) {
            if (at < into.length && asked.size() < UNDER_WAY) {
                int length = Math.min(length(piece), into.length - at);
                asked.add(new Asked(
                        exchange.send(Op.READ, new Payload().int64(address + at).int32(length)), at));
                at += length;
            } else {
                Asked first = asked.remove();
                Payload.restore(checked(exchange.await(first.request), "read").data(), into, first.at);
            }
        }
    }

    void write(long address, byte[] from) {
        Deque<Exchange.Pending> asked = new ArrayDeque<>();
        for (int at = 0; at < from.length; ) {
            if (asked.size() == UNDER_WAY) {
                checked(exchange.await(asked.remove()), "write");
            }
            int length = Math.min(length(written), from.length - at);
            asked.add(exchange.send(
                    Op.WRITE, new Payload(length + 64).int64(address + at).elided(from, at, length)));
            at += length;
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
