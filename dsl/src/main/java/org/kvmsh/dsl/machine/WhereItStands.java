package org.kvmsh.dsl.machine;

import java.util.List;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmException;

/** A vCPU whose run ended as nobody asked for, in words: its registers, its code, and what led there. */
public final class WhereItStands {
    private WhereItStands() { }

    /** @param exit the exit that ended the run; null where none did */
    public static String of(MachineVcpu vcpu, Exit exit) {
        return CallOrigin.EXPLAINING.during(() -> text(vcpu, exit));
    }

    private static String text(MachineVcpu vcpu, Exit exit) {
        String exits = LastExits.text(vcpu.getId(), vcpu.getMachine().getExits().getAll());
        try {
            String registers = vcpu.getRegs().shown();
            CodeAtPc code = CodeAtPc.of(vcpu);
            List<String> why = WhyItStopped.ofExit(vcpu, exit, code);
            return (why.isEmpty() ? "" : "why: " + String.join("\n  ", why) + "\n") + "vCPU " + vcpu.getId() + ", registers other than 0:\n" + registers + "\ncode " + code
                    + (exits.isEmpty() ? "" : "\nlast exits: " + exits);
        } catch (KvmException | BoardLost | NotModelled e) {
            return "cannot read its registers: " + e.getMessage();
        }
    }
}
