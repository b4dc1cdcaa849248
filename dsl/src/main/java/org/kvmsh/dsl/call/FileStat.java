package org.kvmsh.dsl.call;

import org.kvmsh.dsl.word.Word;

/** The result of fstat(2) on a descriptor. */
public record FileStat(
        @Word(value = "the file's size in bytes", example = "m.descriptor(fd).stat().size")
        long size,

        @Word(value = "st_mode: the file's type and permissions", example = "m.descriptor(fd).stat().mode")
        int mode,

        @Word(value = "the number of 512-byte blocks allocated", example = "m.descriptor(fd).stat().blocks")
        long blocks,

        @Word(value = "the preferred block size, st_blksize", example = "m.descriptor(fd).stat().blockSize")
        int blockSize) {
    @Override
    public String toString() {
        return "size " + size + ", blocks " + blocks + ", block size " + blockSize + ", mode 0"
                + Integer.toOctalString(mode);
    }
}
