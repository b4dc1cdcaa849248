package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request's payload while it is written: little-endian whatever the board is, memory in the board's own order. */
final class Payload {
    /** Shorter runs of zeros cost more than they save: a pair of counts is 8 bytes. */
    private static final int WORTH_ELIDING = 32;
    private static final byte[] ZEROS = new byte[WORTH_ELIDING];

    private ByteBuffer out = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer room(int more) {
        if (out.remaining() < more) {
            byte[] bytes = Arrays.copyOf(out.array(), 2 * (out.position() + more));
            out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(out.position());
        }
        return out;
    }

    Payload int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    Payload int64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    Payload bytes(byte[] bytes) {
        return bytes(bytes, 0, bytes.length);
    }

    Payload bytes(byte[] bytes, int from, int length) {
        room(length).put(bytes, from, length);
        return this;
    }

    Payload text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as pairs of a run of zeros and what follows it. */
    Payload elided(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            int literal = at;
            while (literal < end && bytes[literal] == 0) {
                literal++;
            }
            int next = literal;
            while (next < end && !zerosAt(bytes, next, end)) {
                next++;
            }
            int32(literal - at).int32(next - literal).bytes(bytes, literal, next - literal);
            at = next;
        }
        return this;
    }

    private static boolean zerosAt(byte[] bytes, int at, int end) {
        return bytes[at] == 0 && end - at >= WORTH_ELIDING && Arrays.equals(bytes, at, at + WORTH_ELIDING, ZEROS, 0, WORTH_ELIDING);
    }

    /** What {@link #elided} wrote, read back. */
    static void restore(ByteBuffer from, byte[] into, int at) {
        while (from.hasRemaining()) {
            at += from.getInt();
            int literal = from.getInt();
            from.get(into, at, literal);
            at += literal;
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}
