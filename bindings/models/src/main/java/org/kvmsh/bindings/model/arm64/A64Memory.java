package org.kvmsh.bindings.model.arm64;

import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.model.Memslots;

/** Guest memory of a vCPU with its MMU off: flat, little-endian, and of the size in KVM_CREATE_VM. */
final class A64Memory {
    private final Memslots slots;
    private final ModelVgic vgic;
    private final int addressBits;
    private final Arm64Debug debug;

    A64Memory(Memslots slots, ModelVgic vgic, int addressBits, Arm64Debug debug) {
        this.debug = debug;
        this.slots = slots;
        this.vgic = vgic;
        this.addressBits = addressBits;
    }

    boolean canRead(long address, int bytes) {
        check(address, bytes);
        return slots.has(address, bytes) || refuseVgic(address);
    }

    boolean canWrite(long address, int bytes) {
        check(address, bytes);
        return slots.canWrite(address, bytes) || refuseVgic(address);
    }

    /**
     * The event of an access that hits a watchpoint; null for other accesses. Ask only where there is memory: elsewhere
     * a stage 2 abort comes first.
     */
    A64Event watched(long address, int bytes, boolean store) {
        long at = debug.watches(address, bytes, store);
        return at == -1 ? null : A64Event.watched(at, store);
    }

    long read(long address, int bytes) {
        return slots.get(address, bytes);
    }

    void write(long address, int bytes, long value) {
        slots.put(address, bytes, value);
    }

    /**
     * An unaligned access faults on a processor with its MMU off, where all of memory is Device memory (Arm ARM DDI
     * 0487, B2.5, "Alignment support"), but not on QEMU: the model does neither.
     */
    private void check(long address, int bytes) {
        if ((address & bytes - 1) != 0) {
            throw notModelled("an unaligned " + bytes + "-byte access to 0x" + Long.toHexString(address));
        }
        if (address >>> addressBits != 0) {
            throw notModelled("an access to 0x" + Long.toHexString(address) + ", outside the guest's " + addressBits
                    + "-bit physical address space");
        }
    }

    /**
     * Throws for an access to the interrupt controller, which is the kernel's and whose accesses by a guest are not
     * modeled; false elsewhere, because what is not memory belongs to user space.
     */
    private boolean refuseVgic(long address) {
        if (vgic.isAt(address)) {
            throw notModelled("an access to the GICv2 at 0x" + Long.toHexString(address));
        }
        return false;
    }

    static NotModelled notModelled(String what) {
        return new NotModelled(what);
    }
}
