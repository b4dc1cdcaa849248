package org.kvmsh.bindings.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One message of the agent's protocol.
 *
 * @param kind what it is: an {@link Op}'s number, a reply's, or {@link Op#AGAIN}
 * @param version of the protocol, as the sender speaks it
 * @param id which request it is, or belongs to
 */
record Frame(int kind, int version, int id, byte[] payload) {
    /** The first byte is one that no UTF-8 text has. */
    static final int MAGIC = 0xf5 | 'K' << 8 | 'V' << 16 | 'M' << 24;

    static final int VERSION = 2;
    static final int HEAD = 20;
    /** The checksum after a payload. */
    static final int CHECK = Long.BYTES;
    /** The most bytes of memory or a file that the agent sends at once; replies are kept, so they are small. */
    static final int DATA = 64 << 10;
    /** The most bytes that the agent takes at once. */
    static final int WRITTEN = 256 << 10;

    static final int MOST = WRITTEN + 4096;

    private static final int CHECKED_FROM = 4;
    private static final int CHECKED = 12;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static long mix(long h, byte[] bytes, int at) {
        return Long.rotateLeft((h ^ (long) LONG.get(bytes, at)) * 0x9e3779b97f4a7c15L, 31);
    }

    /**
     * Each step is one-to-one, so that a change within any eight bytes always shows; four sums, since a step waits for
     * the one before.
     */
    static long check(byte[] bytes, int from, int length) {
        long a = length;
        long b = 1;
        long c = 2;
        long d = 3;
        int at = from;
        for (; at + 32 <= from + length; at += 32) {
            a = mix(a, bytes, at);
            b = mix(b, bytes, at + 8);
            c = mix(c, bytes, at + 16);
            d = mix(d, bytes, at + 24);
        }
        byte[] last = new byte[32];
        System.arraycopy(bytes, at, last, 0, from + length - at);
        return mix(a, last, 0)
                ^ Long.rotateLeft(mix(b, last, 8), 16)
                ^ Long.rotateLeft(mix(c, last, 16), 32)
                ^ Long.rotateLeft(mix(d, last, 24), 48);
    }

    /** Writes the head and the checksum around a payload in the buffer. */
    static void wrap(byte[] frame, int kind, int id, int length) {
        INT.set(frame, 0, MAGIC);
        INT.set(frame, 4, kind | VERSION << 8);
        INT.set(frame, 8, id);
        INT.set(frame, 12, length);
        INT.set(frame, 16, (int) (check(frame, CHECKED_FROM, CHECKED) >>> 32));
        if (length > 0) {
            LONG.set(frame, HEAD + length, check(frame, HEAD, length));
        }
    }

    /** Bytes of a whole frame. */
    static int size(int length) {
        return HEAD + length + (length > 0 ? CHECK : 0);
    }

    /** Whether the bytes so far could begin a frame. */
    static boolean mayStartAt(byte[] bytes, int at, int end) {
        for (int i = 0; i < Math.min(Integer.BYTES, end - at); i++) {
            if (bytes[at + i] != (byte) (MAGIC >>> i * Byte.SIZE)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is an intact frame head at that offset. */
    static boolean headAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at) == MAGIC
                && (int) INT.get(bytes, at + CHECKED_FROM + CHECKED)
                        == (int) (check(bytes, at + CHECKED_FROM, CHECKED) >>> 32)
                && lengthAt(bytes, at) >= 0
                && lengthAt(bytes, at) <= MOST;
    }

    static int lengthAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 12);
    }

    /** Whether the payload of the frame at that offset is intact. */
    static boolean wholeAt(byte[] bytes, int at) {
        int length = lengthAt(bytes, at);
        return length == 0 || (long) LONG.get(bytes, at + HEAD + length) == check(bytes, at + HEAD, length);
    }

    static Frame at(byte[] bytes, int at) {
        int payload = at + HEAD;
        return new Frame(
                bytes[at + 4] & 0xff,
                bytes[at + 5] & 0xff,
                (int) INT.get(bytes, at + 8),
                Arrays.copyOfRange(bytes, payload, payload + lengthAt(bytes, at)));
    }
}
