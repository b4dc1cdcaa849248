package org.kvmsh.dsl.arch;

import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.device.ReadableMemory;

/** How a processor translates addresses where no call of KVM does. */
public interface PageTables {
    /**
     * Translates an address while the guest's address translation is on.
     *
     * @return the guest physical address; {@link org.kvmsh.dsl.register.ProgramCounter#NOWHERE} if no page has it
     */
    long physical(Vcpu vcpu, ReadableMemory memory, long address);
}
