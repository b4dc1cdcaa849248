package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CoalescedRing;
import org.kvmsh.bindings.kernel.ExitAnswers;

/** The vCPUs whose exits the agent answers, and the results. */
final class AnswersOnBoard {
    private static final int READS = 1;
    private static final int WRITES = 2;
    private static final int COLLECTS = 2;
    /** Replaces an entry's number: entries of the VM's ring. */
    private static final int RING_ENTRY = 0xffff;

    private final Supplier<BoardLost> lost;
    /** By the vCPU's descriptor. */
    private final Map<Integer, ExitAnswers.Sink> sinks = new ConcurrentHashMap<>();

    private final Map<Integer, Consumer<byte[]>> rings = new ConcurrentHashMap<>();
    /** By the VM's descriptor, as long as the session: so does the agent. */
    private final Map<Integer, CollectedWrites> logs = new ConcurrentHashMap<>();

    /** @param lost why no reply comes any more; null while they do */
    AnswersOnBoard(Supplier<BoardLost> lost) {
        this.lost = lost;
    }

    /** The request that sends the agent a vCPU's table; the VM's descriptor identifies the log that its vCPUs share. */
    static Payload request(int vcpu, int vm, ExitAnswers answers) {
        Payload payload = new Payload().int32(vcpu).int32(vm);
        for (ExitAnswers.Entry entry : answers.entries()) {
            payload.int32(entry.reason())
                    .int32((entry.reads() ? READS : 0) | (entry.writes() ? WRITES : 0))
                    .int32(entry.collect() ? COLLECTS : 0)
                    .int64(entry.first())
                    .int64(entry.last())
                    .int64(entry.value());
        }
        return payload;
    }

    /** The request that has the agent drain the ring of a vCPU's VM. */
    static Payload request(int vcpu, int vm, CoalescedRing ring) {
        return new Payload()
                .int32(vcpu)
                .int32(vm)
                .int32(ring.at() + ring.first())
                .int32(ring.at() + ring.last())
                .int32(ring.at() + ring.entries())
                .int32(ring.size())
                .int32(ring.count());
    }

    /** The agent drains the ring of the vCPU's VM. */
    void given(int vcpu, Consumer<byte[]> sink) {
        rings.put(vcpu, sink);
    }

    /** The agent has the vCPU's table. */
    void given(int vcpu, ExitAnswers.Sink sink) {
        sinks.put(vcpu, sink);
    }

    void forget(int vcpu) {
        sinks.remove(vcpu);
        rings.remove(vcpu);
    }

    /**
     * Takes the results of answers from the reply to a run.
     *
     * @param in exits answered 8, length of the log before 8, length 4, chunks
     */
    void take(int vcpu, int vm, ByteBuffer in) {
        long exits = in.getLong();
        long position = in.getLong();
        int length = in.getInt();
        ByteBuffer chunks = in.slice(in.position(), length).order(in.order());
        in.position(in.position() + length);
        ExitAnswers.Sink sink = sinks.get(vcpu);
        if (sink != null) {
            sink.answered(exits);
        }
        if (sink != null || rings.containsKey(vcpu)) {
            logs.computeIfAbsent(vm, log -> new CollectedWrites()).take(position, chunks, this::took, lost);
        }
    }

    /** @param entry its index in the table, or a mark that the vCPU drained the ring */
    private void took(int vcpu, int entry, byte[] bytes) {
        if (entry == RING_ENTRY) {
            Consumer<byte[]> ring = rings.get(vcpu);
            if (ring != null) {
                ring.accept(bytes);
            }
        } else if (sinks.get(vcpu) != null) {
            sinks.get(vcpu).take(entry, bytes);
        }
    }
}
