package org.kvmsh.bindings.remote;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.kvmsh.bindings.kernel.Mapped;

/**
 * The structs that calls on a board are given: where on the board they are, and which of them go there with the next
 * call.
 */
final class StructsOnBoard {
    private static final long ARENA = 1 << 18;
    private static final int COMES_BACK = 1 << 31;
    /** The number of bytes that the protocol puts before a struct's bytes: its address and its size. */
    private static final int BEFORE_BYTES = Long.BYTES + Integer.BYTES;

    private final BoardMemory memory;
    private final ByteOrder order;
    private final Arena arena = new Arena();
    private final Set<ShadowRegion> changed = ConcurrentHashMap.newKeySet();
    private final AtomicLong calls = new AtomicLong();

    StructsOnBoard(BoardMemory memory, ByteOrder order) {
        this.memory = memory;
        this.order = order;
    }

    BoardMemory memory() {
        return memory;
    }

    /** The number of the last call that may have changed memory. */
    long calls() {
        return calls.get();
    }

    /** A call was made that may have changed memory. */
    long called() {
        return calls.incrementAndGet();
    }

    void changed(ShadowRegion region) {
        changed.add(region);
    }

    boolean hasChanged() {
        return !changed.isEmpty();
    }

    void free(ShadowRegion region) {
        changed.remove(region);
        arena.give(region.address(), region.size());
    }

    /** @param map maps that many bytes on the board: their address, or a negated errno */
    Mapped allocate(long size, LongUnaryOperator map) {
        long address = arena.take(size);
        if (address == 0) {
            long more = map.applyAsLong(ARENA);
            if (RemoteKernel.failed(more)) {
                return Mapped.failed((int) -more);
            }
            arena.add(more, ARENA);
            address = arena.take(size);
        }
        ShadowRegion region = new ShadowRegion(this, address, (int) size, order);
        changed.add(region);
        return Mapped.to(region);
    }

    /**
     * Puts a call's structs into its payload; changes to other structs are sent too, since a pointer may lead to them.
     *
     * @return those that come back with the answer
     */
    List<ShadowRegion> ship(List<ShadowRegion> shipped, Payload payload) {
        int room = Frame.DATA;
        for (ShadowRegion region : List.copyOf(changed)) {
            changed.remove(region);
            if (!shipped.contains(region) && region.isDirty()) {
                room -= (int) region.size() + BEFORE_BYTES;
                payload.int64(region.address()).int32((int) region.size()).bytes(region.toSend());
            }
        }
        List<ShadowRegion> coming = new ArrayList<>();
        for (ShadowRegion region : shipped) {
            room -= (int) region.size() + BEFORE_BYTES;
            if (room < 0) {
                memory.write(region.address(), region.toSend());
            } else {
                payload.int64(region.address())
                        .int32((int) region.size() | COMES_BACK)
                        .bytes(region.toSend());
                coming.add(region);
            }
        }
        return coming;
    }

    /** Takes the structs from the reply. */
    void take(List<ShadowRegion> coming, Reply reply) {
        long call = called();
        for (ShadowRegion region : coming) {
            if (reply.data().remaining() >= region.size()) {
                byte[] bytes = new byte[(int) region.size()];
                reply.data().get(bytes);
                region.took(bytes, call);
            }
        }
    }

    /** Sends what was written, for a call that takes no structs along. */
    void flush() {
        for (ShadowRegion region : List.copyOf(changed)) {
            changed.remove(region);
            if (region.isDirty()) {
                memory.write(region.address(), region.toSend());
            }
        }
    }
}
