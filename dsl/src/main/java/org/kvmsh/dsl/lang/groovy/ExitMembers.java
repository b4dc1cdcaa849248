package org.kvmsh.dsl.lang.groovy;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.exit.ExitAnswer;

/** The members that every exit has besides its own: {@code e.vcpu}, {@code e.machine}. */
public final class ExitMembers {
    private ExitMembers() {}

    /** {@code e.reply 0x2a}: what the guest gets at the next KVM_RUN. */
    public static void reply(Exit exit, Object answer) {
        ExitAnswer.give(exit, answer);
    }

    /** {@code e.name}, as JavaScript has it. */
    public static String getName(Exit exit) {
        return exit.name();
    }

    public static MachineVcpu getVcpu(Exit exit) {
        return MachineVcpu.of(exit);
    }

    public static Machine getMachine(Exit exit) {
        return MachineVcpu.of(exit).getMachine();
    }
}
