package org.kvmsh.dsl.register;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

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

    /** Refuses a name that there is not. */
    default void check(String name, Arch arch, Site site) {
        if (!has(name)) {
            throw new ScriptError(site, arch + " vCPUs have no register " + name, Nearest.note(name, names()),
                    "registers: " + String.join(" ", names()));
        }
    }
}
