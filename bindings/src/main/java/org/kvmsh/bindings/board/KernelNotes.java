package org.kvmsh.bindings.board;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The ELF notes of a running kernel, in its byte order; source: kernel/ksysfs.c, include/uapi/linux/elf.h. */
final class KernelNotes {
    private static final String FILE = "/sys/kernel/notes";
    private static final String NOT_READABLE = "not readable: " + FILE;
    private static final String NONE = "none in " + FILE;
    private static final byte[] GNU = "GNU\0".getBytes(StandardCharsets.US_ASCII);
    /** NT_GNU_BUILD_ID. */
    private static final int BUILD_ID = 3;

    private KernelNotes() {}

    /**
     * The build id of a board's kernel in hexadecimal digits, or why it is not known; null of a model, which has no
     * kernel.
     */
    static String buildId(Board board) {
        if (board.kernel().release() == null) {
            return null;
        }
        byte[] notes = board.kernel().files().bytes(FILE);
        return notes == null
                ? NOT_READABLE
                : buildId(notes, board.kernel().abi().order());
    }

    static String buildId(byte[] notes, ByteOrder order) {
        return buildId(ByteBuffer.wrap(notes).order(order));
    }

    private static String buildId(ByteBuffer notes) {
        try {
            while (notes.hasRemaining()) {
                int name = notes.getInt();
                int length = notes.getInt();
                int type = notes.getInt();
                byte[] owner = padded(notes, name);
                byte[] content = padded(notes, length);
                if (type == BUILD_ID && Arrays.equals(owner, GNU)) {
                    return HexFormat.of().formatHex(content);
                }
            }
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            // The link has cut it.
            return NOT_READABLE;
        }
        return NONE;
    }

    /** Both parts of a note end on a multiple of 4. */
    private static byte[] padded(ByteBuffer notes, int length) {
        if (length < 0 || length > notes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        notes.get(part);
        notes.position(Math.min(notes.limit(), notes.position() + (-length & 3)));
        return part;
    }
}
