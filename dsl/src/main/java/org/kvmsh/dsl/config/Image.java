package org.kvmsh.dsl.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The data that a script loads into guest memory: two scripts with the same loads have equal images. */
public sealed interface Image {
    /** Whether it is a guest in C. */
    default boolean isGuest() {
        return false;
    }

    /** An image whose bytes are known as far as they are counted. */
    sealed interface Placed extends Image {
        /** The number of bytes of guest memory that it takes. */
        long length();
    }

    /**
     * Bytes written in the script.
     *
     * @param labels of the text that they were assembled from, with their addresses
     */
    record Bytes(byte[] bytes, Map<String, Long> labels) implements Placed {
        public Bytes {
            bytes = bytes.clone();
            labels = Map.copyOf(labels);
        }

        public Bytes(byte[] bytes) {
            this(bytes, Map.of());
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes same && Arrays.equals(bytes, same.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /**
     * A part of an existing file.
     *
     * @param file an absolute path
     * @param bytes how many of the file's
     * @param length how many in memory; those beyond the file's are 0
     * @param elf what was added to the addresses of the ELF file; null for another file
     */
    record FilePart(String file, long offset, long bytes, long length, Long elf) implements Placed {}

    /** A whole file as it is. */
    record RawFile(String file) implements Image {}

    /** An ELF file's segments. */
    record Elf(String file) implements Image {}

    /**
     * A text for GNU as.
     *
     * @param bits of x86's modes 16, 32 or 64; null for the mode that the first vCPU starts in
     */
    record Asm(String text, Integer bits) implements Image {}

    /**
     * A guest in C, which brings its memory, its vCPU and its calls to kvmsh.
     *
     * @param text null for a file
     * @param file null for a text
     * @param size bytes of guest memory; null for the usual number
     * @param args the values for guest_arg
     */
    record Guest(String text, String file, Long size, List<Long> args) implements Image {
        public Guest {
            args = List.copyOf(args);
        }

        @Override
        public boolean isGuest() {
            return true;
        }
    }
}
