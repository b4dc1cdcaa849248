package org.kvmsh.dsl.lang.groovy;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;

/** What every exit has beside its own: {@code e.vcpu}, {@code e.machine}. */
public final class ExitMembers {
    private ExitMembers() { }

    public static MachineVcpu getVcpu(Exit exit) {
        return MachineVcpu.of(exit);
    }

    public static Machine getMachine(Exit exit) {
        return MachineVcpu.of(exit).getMachine();
    }
}
