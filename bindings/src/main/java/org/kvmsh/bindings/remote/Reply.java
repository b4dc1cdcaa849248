package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The agent's answer to a request.
 *
 * @param result 0 or more, or a negated errno
 * @param log lines of the board's kernel log in the reply; may be empty
 * @param data the data of the reply, little-endian
 */
record Reply(long result, String log, ByteBuffer data) {
    static Reply of(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        long result = in.getLong();
        int length = in.getInt();
        ByteBuffer data = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        int log = in.position() + length;
        return new Reply(result, new String(payload, log, payload.length - log, StandardCharsets.UTF_8), data);
    }
}
