package org.kvmsh.dsl.register;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;

/** The general registers of one architecture's vCPUs by name, whichever calls reach them there. */
public interface RegisterSet {
    /** Every name, in the kernel's order. */
    List<String> names();

    boolean has(String name);

    /** The call that sets them. */
    String call();

    /** The values of registers, by name. */
    Map<String, Long> read(Vcpu vcpu, List<String> names);

    /** The names of registers, without one that another of them stands for now. */
    default Collection<String> distinct(Map<String, Long> values) {
        return values.keySet();
    }

    /**
     * The values of registers when a vCPU's state was kept; those that it does not have are left out.
     *
     * @param regs struct kvm_regs, or null
     * @param oneRegs by their ids
     */
    Map<String, Long> kept(Abi abi, byte[] regs, Map<Long, byte[]> oneRegs);

    /** The names that may stand for other registers after some were written, without them. */
    default Collection<String> renamedBy(Collection<String> written) {
        return List.of();
    }

    /** Sets registers; those that are not named keep what they hold. */
    void write(Vcpu vcpu, Map<String, Long> values);
}
