package org.kvmsh.bindings.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A request's payload under construction: little-endian on every board, memory in the board's own byte order. */
final class Payload {
    /** A pair of counts is 8 bytes, so a shorter run of zeros is not worth its pair. */
    private static final int BLOCK = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer out;

    Payload() {
        this(96);
    }

    /** @param expected bytes that will be written */
    Payload(int expected) {
        out = over(new byte[Frame.HEAD + expected + Frame.CHECK], Frame.HEAD);
    }

    private static ByteBuffer over(byte[] bytes, int position) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(position);
    }

    private ByteBuffer room(int more) {
        if (out.remaining() < more + Frame.CHECK) {
            out = over(Arrays.copyOf(out.array(), 2 * (out.position() + more + Frame.CHECK)), out.position());
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
            while (literal < end && zeros(bytes, literal, end)) {
                literal = Math.min(end, literal + BLOCK);
            }
            int next = literal;
            while (next < end && !zeros(bytes, next, end)) {
                next = Math.min(end, next + BLOCK);
            }
            int32(literal - at).int32(next - literal).bytes(bytes, literal, next - literal);
            at = next;
        }
        return this;
    }

    /** Whether the next block, or all that is left, is zero. */
    private static boolean zeros(byte[] bytes, int at, int end) {
        if (end - at >= BLOCK) {
            return ((long) LONG.get(bytes, at)
                            | (long) LONG.get(bytes, at + 8)
                            | (long) LONG.get(bytes, at + 16)
                            | (long) LONG.get(bytes, at + 24))
                    == 0;
        }
        for (int i = at; i < end; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads back what {@link #elided} wrote. */
    static void restore(ByteBuffer from, byte[] into, int at) {
        while (from.hasRemaining()) {
            at += from.getInt();
            int literal = from.getInt();
            from.get(into, at, literal);
            at += literal;
        }
    }

    /** The bytes that were written so far. */
    byte[] written() {
        return Arrays.copyOfRange(out.array(), Frame.HEAD, out.position());
    }

    /** The whole frame, in an array that may be longer. */
    byte[] frame(int kind, int id) {
        Frame.wrap(out.array(), kind, id, out.position() - Frame.HEAD);
        return out.array();
    }

    /** The length of the frame in bytes. */
    int frameSize() {
        return Frame.size(out.position() - Frame.HEAD);
    }
}
