package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.NamedExit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.register.RegisterNames;

/** Explanations of riscv64's exits: a guest at its trap vector, and the CSRs that KVM leaves to user space. */
final class Riscv64ExitNotes implements ExitNotes {
    /** stvec's lowest two bits are its mode. */
    private static final long BASE = -4;

    private static final int VECTOR = 4;
    /** RISC-V Cryptography Extensions, "Entropy Source": the CSR of Zkr. */
    private static final long SEED = 0x15;
    /** RISC-V Advanced Interrupt Architecture, "Supervisor-level CSRs". */
    private static final long SIREG = 0x151;

    private static final long STOPEI = 0x15c;

    @Override
    public List<String> of(Abi abi, Exit exit, CodeMode mode) {
        if (!exit.name().equals("riscv_csr")) {
            return List.of();
        }
        long csr = ((NamedExit) exit).fields().get("csr_num") instanceof Number number ? number.longValue() : -1;
        return List.of(
                csr == SEED
                        ? "CSR 0x15 is seed, the Zkr entropy source: ret_value has the status in bits 31:30 (2:"
                                + " entropy is available) and the entropy in bits 15:0"
                        : csr == SIREG || csr == STOPEI
                                ? "CSR 0x" + Long.toHexString(csr) + " is " + (csr == SIREG ? "sireg" : "stopei")
                                        + ": the in-kernel AIA does not emulate this access; without the word aia, KVM"
                                        + " leaves the IMSIC to user space (arch/riscv/kvm/aia.c)"
                                : "Linux exits to user space only for seed (0x15), and for sireg (0x151) and stopei"
                                        + " (0x15c) if the in-kernel AIA does not emulate the access; not for CSR 0x"
                                        + Long.toHexString(csr) + " (arch/riscv/kvm/vcpu_insn.c, aia.c)");
    }

    @Override
    public List<String> of(StoppedVcpu stopped) {
        if (stopped.exit() != null || stopped.errno() != 0) {
            return List.of();
        }
        Vcpu vcpu = stopped.vcpu();
        RegisterNames names = Architecture.registersOf(vcpu.kernel().abi());
        long base = names.read(vcpu, "stvec") & BASE;
        long cause = names.read(vcpu, "scause");
        long returns = names.read(vcpu, "sepc");
        long value = names.read(vcpu, "stval");
        boolean interrupt = cause < 0;
        long number = cause & Long.MAX_VALUE;
        boolean vectored = interrupt && stopped.pc() == base + VECTOR * number;
        if (stopped.pc() != base && !vectored || (cause | returns | value) == 0) {
            return List.of();
        }
        boolean loops = returns == stopped.pc() && !interrupt;
        return List.of(
                "pc 0x" + Long.toHexString(stopped.pc()) + " is the trap vector stvec: "
                        + Riscv64Exceptions.inWords(cause),
                "sepc 0x" + Long.toHexString(returns)
                        + (loops
                                ? ", the vector itself: the handler takes the same trap again, endlessly"
                                : ": where the trap was taken from")
                        + "; stval 0x" + Long.toHexString(value),
                base == 0
                        ? "stvec is 0, its value after reset: set it before the guest can take traps"
                        : "stvec is 0x" + Long.toHexString(base),
                ExceptionVectors.TRY);
    }
}
