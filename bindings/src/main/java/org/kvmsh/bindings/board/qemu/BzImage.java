package org.kvmsh.bindings.board.qemu;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * An x86 kernel that unpacks itself, which an emulated processor takes half a second for: this does it once, and QEMU
 * starts the kernel's own ELF file by its PVH entry.
 *
 * <p>Source: Documentation/arch/x86/boot.rst, the fields setup_sects, payload_offset and payload_length.
 */
final class BzImage {
    private static final int SETUP_SECTS = 0x1f1;
    private static final int MAGIC = 0x202;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int SECTOR = 512;
    private static final int HDRS = 0x53726448;
    /** Old LZ4 files are pieces with their length before them (lib/decompress_unlz4.c, ARCHIVE_MAGICNUMBER). */
    private static final int LZ4 = 0x184c2102;

    private static final int GZIP = 0x8b1f;
    private static final int ELF = 0x464c457f;

    private BzImage() {}

    /** The kernel in the image; null if its compression is unknown to Java, or the file is not a bzImage. */
    static byte[] unpacked(byte[] image) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        if (image.length < PAYLOAD_LENGTH + Integer.BYTES || in.getInt(MAGIC) != HDRS) {
            return null;
        }
        int start = (Byte.toUnsignedInt(in.get(SETUP_SECTS)) + 1) * SECTOR + in.getInt(PAYLOAD_OFFSET);
        int length = in.getInt(PAYLOAD_LENGTH);
        if (start < 0 || length < Integer.BYTES || length > image.length - start) {
            return null;
        }
        byte[] kernel = null;
        if (in.getInt(start) == LZ4) {
            // Behind the pieces is, as behind all payloads but gzip's, the size of what is in them.
            kernel = pieces(
                    in.slice(start + Integer.BYTES, length - 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN));
        } else if ((in.getInt(start) & 0xffff) == GZIP) {
            kernel = new GZIPInputStream(new ByteArrayInputStream(image, start, length)).readAllBytes();
        }
        return kernel != null
                        && kernel.length > Integer.BYTES
                        && ByteBuffer.wrap(kernel)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getInt()
                                == ELF
                ? kernel
                : null;
    }

    private static byte[] pieces(ByteBuffer pieces) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (pieces.remaining() > Integer.BYTES) {
            byte[] piece = new byte[Math.min(pieces.getInt(), pieces.remaining())];
            pieces.get(piece);
            try (InputStream plain = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(piece))) {
                plain.transferTo(out);
            }
        }
        return out.toByteArray();
    }
}
