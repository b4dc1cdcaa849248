package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the agent answered.
 *
 * @param result 0 or more, or a negated errno
 * @param log    lines of the board's kernel log that came with it; empty where there are none
 * @param data   what comes with the answer, little-endian
 */
record Reply(long result, String log, ByteBuffer data) {
    static Reply of(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        long result = in.getLong();
        byte[] log = new byte[in.getInt()];
        in.get(log);
        return new Reply(result, new String(log, StandardCharsets.UTF_8), in);
    }
}
