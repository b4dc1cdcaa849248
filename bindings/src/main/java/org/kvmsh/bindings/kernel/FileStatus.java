package org.kvmsh.bindings.kernel;

/**
 * The result of fstat(2) on a descriptor; the other numbers are 0 if it failed.
 *
 * @param errno 0 on success, otherwise the positive error number
 * @param size st_size: bytes of the file
 * @param blocks st_blocks: allocated blocks of 512 bytes
 * @param blockSize st_blksize: bytes of the file system's preferred block
 * @param mode st_mode: type and permissions
 */
public record FileStatus(int errno, long size, long blocks, int blockSize, int mode) {
    /**
     * The result of a failed call.
     *
     * @param errno the positive error number
     */
    public static FileStatus failed(int errno) {
        return new FileStatus(errno, 0, 0, 0, 0);
    }
}
