package org.kvmsh.bindings.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.KernelMessages;

/** The lines that the board's kernel logged, as replies bring them along. */
final class RemoteLog {
    /** More than a kernel's whole log buffer; a kernel that logs without end is not waited for. */
    private static final int ROUNDS = 1024;

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    /** Takes what a reply brought. */
    Reply heard(Reply reply) {
        if (!reply.log().isEmpty()) {
            reply.log().lines().map(KernelMessages::lines).forEach(lines::addAll);
        }
        return reply;
    }

    /**
     * The complete log. A reply carries a part of it, so more may be waiting.
     *
     * @param ask asks the agent for a part
     */
    KernelMessages read(Supplier<Reply> ask) {
        Reply reply;
        int rounds = 0;
        do {
            reply = ask.get();
        } while (!reply.log().isEmpty() && ++rounds < ROUNDS);
        return new KernelMessages(
                (int) -Math.min(reply.result(), 0),
                take(),
                reply.data().remaining() < Long.BYTES
                        ? KernelMessages.UNKNOWN
                        : reply.data().getLong());
    }

    /** The lines since the last call. */
    List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            taken.add(line);
        }
        return taken;
    }
}
