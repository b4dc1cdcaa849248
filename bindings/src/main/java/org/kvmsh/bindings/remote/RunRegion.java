package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A vCPU's kvm_run. The parts that an exit uses arrive with the exit; writes are sent with the next KVM_RUN; the rest
 * of the mapping is read on request.
 */
final class RunRegion extends RemoteRegion {
    private record Part(int from, int to) {
        boolean holds(long offset, int length) {
            return offset >= from && offset + length <= to;
        }
    }

    private final BoardMemory memory;
    private final byte[] bytes;
    private final int used;
    private final List<Part> here = new ArrayList<>();
    private final List<Part> written = new ArrayList<>();

    /** @param used bytes of the head and union, which always come */
    RunRegion(BoardMemory memory, long address, int size, int used, ByteOrder order) {
        super(address, size, order);
        this.memory = memory;
        this.bytes = new byte[size];
        this.used = used;
        here.add(new Part(0, used));
    }

    /** Adds what was written since the last exit to a request. */
    synchronized void send(Payload request) {
        for (Part part : written) {
            request.int32(part.from())
                    .int32(part.to() - part.from())
                    .bytes(bytes, part.from(), part.to() - part.from());
        }
        written.clear();
    }

    /** Takes the parts that arrived with an exit. */
    synchronized void take(ByteBuffer in) {
        Arrays.fill(bytes, 0, used, (byte) 0);
        here.clear();
        here.add(new Part(0, used));
        while (in.hasRemaining()) {
            int offset = in.getInt();
            int length = in.getInt();
            in.get(bytes, offset, length);
            here.add(new Part(offset, offset + length));
        }
    }

    private boolean isHere(long offset, int length) {
        for (Part part : here) {
            if (part.holds(offset, length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    synchronized void fetch(long offset, byte[] into) {
        if (isHere(offset, into.length)) {
            System.arraycopy(bytes, (int) offset, into, 0, into.length);
        } else {
            memory.read(address() + offset, into);
            written.forEach(part -> lay(part, offset, into));
        }
    }

    /** Writes are sent with the next KVM_RUN: until then the board has the old content. */
    private void lay(Part part, long offset, byte[] into) {
        int from = (int) Math.max(part.from(), offset);
        int to = (int) Math.min(part.to(), offset + into.length);
        if (from < to) {
            System.arraycopy(bytes, from, into, (int) (from - offset), to - from);
        }
    }

    @Override
    synchronized void store(long offset, byte[] from) {
        if (isHere(offset, from.length)) {
            System.arraycopy(from, 0, bytes, (int) offset, from.length);
            written.add(new Part((int) offset, (int) offset + from.length));
        } else {
            memory.write(address() + offset, from);
        }
    }

    @Override
    void release() {
        memory.unmap(address(), size());
    }
}
