package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.kernel.Region;

/** Receives each ioctl that the kernel has refused, on the thread that made it. */
@FunctionalInterface
public interface RefusalListener {
    /**
     * An ioctl was refused.
     *
     * @param on the file that it was made on
     * @param call its name, such as KVM_SET_REGS
     * @param value the plain value; 0 for an ioctl with a struct
     * @param before the argument as it was passed; null for an ioctl with a plain value
     * @param errno the positive error number
     * @param reached the targets of pointers in the struct
     */
    void refused(KvmFile on, String call, long value, Region before, int errno, Region... reached);
}
