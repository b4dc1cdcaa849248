package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.StoppedVcpu;

/** Explanations of ppc64's exits: a guest at its interrupt vectors. */
final class Ppc64ExitNotes implements ExitNotes {
    /** Power ISA book III, "Interrupt Definitions". */
    private static final Map<Long, String> VECTORS = Map.ofEntries(
            Map.entry(0x100L, "system reset"),
            Map.entry(0x200L, "machine check"),
            Map.entry(0x300L, "data storage"),
            Map.entry(0x380L, "data segment"),
            Map.entry(0x400L, "instruction storage"),
            Map.entry(0x480L, "instruction segment"),
            Map.entry(0x500L, "external"),
            Map.entry(0x600L, "alignment"),
            Map.entry(0x700L, "program"),
            Map.entry(0x800L, "floating point unavailable"),
            Map.entry(0x900L, "decrementer"),
            Map.entry(0xc00L, "system call"),
            Map.entry(0xd00L, "trace"),
            Map.entry(0xf20L, "vector unavailable"),
            Map.entry(0xf40L, "VSX unavailable"),
            Map.entry(0xf60L, "facility unavailable"));

    @Override
    public List<String> of(StoppedVcpu stopped) {
        if (stopped.isRefused(Errno.EINVAL)) {
            return List.of("an HV VM without KVM_CAP_PPC_PAPR: add platform SPAPR to vm { }");
        }
        String interrupt = VECTORS.get(stopped.pc());
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
                                    : ": where " + "the interrupt was taken from")
                            + "; SRR1 0x" + Long.toHexString(regs.get("srr1")));
        }
    }
}
