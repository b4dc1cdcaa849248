package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.StoppedVcpu;

/** Explanations of ppc64's exits: a guest at its interrupt vectors. */
final class Ppc64ExitNotes implements ExitNotes {
    @Override
    public List<String> of(StoppedVcpu stopped) {
        if (stopped.isRefused(Errno.EINVAL)) {
            return List.of("an HV VM without KVM_CAP_PPC_PAPR: add platform SPAPR to vm { }");
        }
        if (stopped.exit() == null && stopped.errno() == 0 && stopped.code() == null) {
            return List.of("pc 0x" + Long.toHexString(stopped.pc())
                    + " is not in any memslot: KVM retries the fetch endlessly");
        }
        String interrupt = Ppc64Vectors.NAMES.get(stopped.pc());
        if (interrupt == null || stopped.exit() != null || stopped.errno() != 0) {
            return List.of();
        }
        try (Argument regs = Argument.of(stopped.vcpu().kernel(), "kvm_regs")) {
            stopped.vcpu().getRegs(regs).get();
            long returns = regs.get("srr0");
            return List.of(
                    "pc 0x" + Long.toHexString(stopped.pc()) + " is the vector of the " + interrupt + " interrupt",
                    "SRR0 0x" + Long.toHexString(returns)
                            + (returns == stopped.pc()
                                    ? ", the vector itself: the handler takes the same interrupt again, endlessly"
                                    : ": where the interrupt was taken from")
                            + "; SRR1 0x" + Long.toHexString(regs.get("srr1")),
                    ExceptionVectors.TRY);
        }
    }
}
