package org.kvmsh.dsl.register;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Vcpu;

/** The general registers of one architecture's vCPUs by name, whichever calls reach them there. */
public interface RegisterSet {
    /** Every name, in the kernel's order. */
    List<String> names();

    boolean has(String name);

    /** The call that sets them. */
    String call();

    /** What registers hold, by name. */
    Map<String, Long> read(Vcpu vcpu, List<String> names);

    /** Sets registers; those that are not named keep what they hold. */
    void write(Vcpu vcpu, Map<String, Long> values);
}
