package org.kvmsh.bindings.kernel;

/**
 * The result of fstat(2) on a descriptor.
 *
 * @param errno 0 on success
 * @param blocks allocated blocks of 512 bytes
 */
public record FileStatus(int errno, long size, long blocks, int blockSize, int mode) {
    /** A descriptor without a status. */
    public static FileStatus failed(int errno) {
        return new FileStatus(errno, 0, 0, 0, 0);
    }
}
