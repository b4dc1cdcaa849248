package org.kvmsh.bindings.kernel;

import java.io.ByteArrayOutputStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;

/**
 * The layout of a vCPU's ring of dirty pages. Source: api.rst 8.29, KVM_CAP_DIRTY_LOG_RING: the kernel publishes an
 * entry by its flag DIRTY, user space reads the entry after that flag (acquire) and returns it with RESET (release), in
 * order, while the guest runs.
 *
 * @param size bytes of an entry
 * @param flags where its flags are
 * @param dirty the flag of an entry that the kernel has filled
 * @param reset what user space writes to the flags of one that it has read
 */
public record DirtyRing(int size, int flags, int dirty, int reset) {
    /** The rings of a board. */
    public static DirtyRing of(Abi abi) {
        Struct entry = abi.struct("kvm_dirty_gfn");
        return new DirtyRing(entry.size(), entry.offset("flags"), (int) abi.constant("KVM_DIRTY_GFN_F_DIRTY"), (int)
                abi.constant("KVM_DIRTY_GFN_F_RESET"));
    }

    /**
     * Takes the entries that the kernel has filled, the oldest first.
     *
     * @param ring a vCPU's complete ring
     * @param next the number of entries taken before
     * @return the entries, each of {@link #size} bytes; empty if there are none
     */
    public byte[] harvest(Region ring, long next) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        long count = ring.size() / size;
        for (long i = 0; i < count; i++) {
            long at = (next + i) % count * size;
            if ((ring.getAcquire(at + flags) & dirty) == 0) {
                break;
            }
            taken.writeBytes(ring.bytes(at, size));
            ring.putRelease(at + flags, reset);
        }
        return taken.toByteArray();
    }
}
