package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * One message of the agent's protocol.
 *
 * @param kind what it is: an {@link Op}'s number, a reply's, or {@link Op#AGAIN}
 * @param id   which request it is, or belongs to
 */
record Frame(int kind, int id, byte[] payload) {
    /** The first byte is one that no UTF-8 text has. */
    static final int MAGIC = 0xf5 | 'K' << 8 | 'V' << 16 | 'M' << 24;
    static final int VERSION = 1;
    static final int HEAD = 20;
    static final int DATA = 64 << 10;
    static final int MOST = DATA + 4096;

    private static final int CHECKED_FROM = 4;
    private static final int CHECKED = 12;

    static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD + payload.length + (payload.length > 0 ? Integer.BYTES : 0)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(kind | VERSION << 8).putInt(id).putInt(payload.length);
        out.putInt(crc(out.array(), CHECKED_FROM, CHECKED));
        if (payload.length > 0) {
            out.put(payload).putInt(crc(payload, 0, payload.length));
        }
        return out.array();
    }

    /** Whether what is there so far could be a frame's first bytes. */
    static boolean mayStartAt(byte[] bytes, int at, int end) {
        for (int i = 0; i < Math.min(Integer.BYTES, end - at); i++) {
            if (bytes[at + i] != (byte) (MAGIC >>> i * Byte.SIZE)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a frame's head, without a mistake, is at that place. */
    static boolean headAt(byte[] bytes, int at) {
        ByteBuffer head = ByteBuffer.wrap(bytes, at, HEAD).order(ByteOrder.LITTLE_ENDIAN);
        return head.getInt(at) == MAGIC && head.getInt(at + CHECKED_FROM + CHECKED) == crc(bytes, at + CHECKED_FROM, CHECKED)
                && lengthAt(bytes, at) >= 0 && lengthAt(bytes, at) <= MOST;
    }

    static int lengthAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 12);
    }
}
