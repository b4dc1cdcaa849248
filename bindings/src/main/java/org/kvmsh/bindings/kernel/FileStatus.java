package org.kvmsh.bindings.kernel;

/**
 * The result of fstat(2) on a descriptor.
 *
 * @param errno 0 if it told
 * @param blocks of 512 bytes that are allocated
 */
public record FileStatus(int errno, long size, long blocks, int blockSize, int mode) {
    /** A descriptor that it did not tell of. */
    public static FileStatus failed(int errno) {
        return new FileStatus(errno, 0, 0, 0, 0);
    }
}
