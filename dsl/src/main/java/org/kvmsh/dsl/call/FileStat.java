package org.kvmsh.dsl.call;

import org.kvmsh.bindings.kernel.FileStatus;
import org.kvmsh.dsl.word.Word;

/** The result of fstat(2) on a descriptor. */
public final class FileStat {
    private final FileStatus status;

    FileStat(FileStatus status) {
        this.status = status;
    }

    @Word(value = "the file's size in bytes", example = "m.descriptor(fd).stat().size")
    public long getSize() {
        return status.size();
    }

    @Word(value = "st_mode: the file's type and permissions", example = "m.descriptor(fd).stat().mode")
    public int getMode() {
        return status.mode();
    }

    @Word(value = "the number of 512-byte blocks allocated", example = "m.descriptor(fd).stat().blocks")
    public long getBlocks() {
        return status.blocks();
    }

    @Word(value = "the preferred block size, st_blksize", example = "m.descriptor(fd).stat().blockSize")
    public int getBlockSize() {
        return status.blockSize();
    }

    @Override
    public String toString() {
        return "size " + status.size() + ", blocks " + status.blocks() + ", block size " + status.blockSize()
                + ", mode 0" + Integer.toOctalString(status.mode());
    }
}
