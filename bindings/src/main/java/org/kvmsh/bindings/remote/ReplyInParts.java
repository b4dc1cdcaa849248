package org.kvmsh.bindings.remote;

import java.io.ByteArrayOutputStream;

/**
 * A reply that the agent keeps, fetched in short frames: on a line that loses bytes, a long one never arrives whole.
 */
final class ReplyInParts {
    private static final int PART = 512;

    private ReplyInParts() {}

    /**
     * The payload of the reply to a request; null if the agent has none yet.
     *
     * @param held called when the agent holds the reply until all parts are fetched
     */
    static byte[] fetch(Exchange exchange, int id, Runnable held) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        long length = 1;
        while (payload.size() < length) {
            Reply part = exchange.call(
                    Op.PART, new Payload().int32(id).int32(payload.size()).int32(PART));
            if (part.result() <= 0) {
                return null;
            }
            if (payload.size() == 0) {
                held.run();
            }
            length = part.result();
            byte[] bytes = new byte[part.data().remaining()];
            part.data().get(bytes);
            payload.writeBytes(bytes);
        }
        return payload.toByteArray();
    }
}
