package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.kvmsh.bindings.abi.Abi;

/**
 * An agent's description of its board at the start of a session.
 *
 * @param version the protocol's
 * @param order the byte order of the board's memory
 * @param wordBits of a pointer: 32 or 64
 * @param pageSize bytes
 * @param arch what the agent was compiled for, as kvmsh spells it
 * @param release the kernel's, as uname(2) has it
 * @param host the board's own name
 * @param newestRequest the highest number of a request that the agent knows
 */
public record Handshake(
        int version,
        ByteOrder order,
        int wordBits,
        int pageSize,
        int none,
        int read,
        int write,
        String arch,
        String release,
        String host,
        int newestRequest) {
    private static final int KVMIO = 0xae;
    /** What agents know that do not tell. */
    private static final int NEWEST_OF_SILENT = Op.FILE_REST.kind();

    static Handshake of(ByteBuffer in) {
        int version = in.getInt();
        ByteOrder order = in.getInt() == 0x01020304 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new Handshake(
                version,
                order,
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                string(in),
                string(in),
                string(in),
                in.remaining() < Integer.BYTES ? NEWEST_OF_SILENT : in.getInt());
    }

    private static String string(ByteBuffer in) {
        int start = in.position();
        while (in.hasRemaining() && in.get() != 0) {}
        int end = in.position() - 1;
        return new String(in.array(), in.arrayOffset() + start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }

    /** The table whose architecture, byte order, word size and ioctl encoding are the board's, or null. */
    public Abi abi() {
        String table = arch.equals("ppc64") && order == ByteOrder.LITTLE_ENDIAN ? "ppc64le" : arch;
        if (!Abi.tables().contains(table)) {
            return null;
        }
        Abi abi = Abi.of(table);
        boolean same = abi.order() == order
                && abi.wordBytes() * Byte.SIZE == wordBits
                && abi.encoding().encode("NONE", KVMIO, 1, 0) == none
                && abi.encoding().encode("READ", KVMIO, 1, Integer.BYTES) == read
                && abi.encoding().encode("WRITE", KVMIO, 1, Integer.BYTES) == write;
        return same ? abi : null;
    }
}
