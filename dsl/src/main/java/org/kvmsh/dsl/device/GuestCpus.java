package org.kvmsh.dsl.device;

import org.kvmsh.bindings.kvm.KvmFile;

/** The vCPUs of a machine now, for a device that has registers for each. */
public interface GuestCpus {
    int count();

    /** Whether there is a vCPU with an id. */
    boolean has(long id);

    /** The address that a vCPU is at. */
    long address(KvmFile vcpu);

    /** The exception that a vCPU took, from the struct guest_regs that its handler in C has saved. */
    RunEnds.Fault exception(KvmFile vcpu, byte[] regs);

    /**
     * The place of one of them by id, from 0; 0 if it is not known. Ids may have gaps, as those of threads on book3s.
     */
    int indexOf(KvmFile vcpu);
}
