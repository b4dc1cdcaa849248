package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterNames;

/** Explanations of arm64's exits: accesses without a valid syndrome, and a guest at its exception vectors. */
final class Arm64ExitNotes implements ExitNotes {
    private static final List<String> KINDS = List.of("synchronous exception", "IRQ", "FIQ", "SError");
    private static final List<String> SOURCES = List.of(
            "from the current EL with SP_EL0",
            "from the current EL with SP_EL1",
            "from EL0 in AArch64",
            "from EL0 in AArch32");
    /** ESR_EL1 of a vCPU that has taken no exception yet (arch/arm64/kvm/sys_regs.c, reset_unknown). */
    private static final long NONE_TAKEN = 0x1de7ec7edbadc0deL;

    @Override
    public List<String> of(StoppedVcpu stopped) {
        if (stopped.isRefused(Errno.ENOSYS) || stopped.isAt("arm_nisv")) {
            return withoutSyndrome(stopped);
        }
        return stopped.exit() == null && stopped.errno() == 0 ? atVector(stopped) : List.of();
    }

    private static List<String> withoutSyndrome(StoppedVcpu stopped) {
        String why = "the instruction at pc " + stopped.place()
                + " accesses an address outside the memslots, but the processor reports no valid syndrome for it,"
                + " as for load/store pairs, writeback, exclusives, SIMD and DC ZVA (arch/arm64/kvm/mmio.c,"
                + " io_mem_abort)";
        String other = "let the guest load or store one general register, without writeback;"
                + " or add a memslot at the address";
        return stopped.exit() != null
                ? List.of(
                        why,
                        other,
                        "or: on(exit: KVM_EXIT_ARM_NISV) { }; in the handler, do the access and advance the pc"
                                + " (api.rst 5, KVM_EXIT_ARM_NISV)")
                : List.of(
                        why,
                        other,
                        "or put ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER into vm { }; KVM_RUN then exits"
                                + " with KVM_EXIT_ARM_NISV instead of failing with ENOSYS");
    }

    private static List<String> atVector(StoppedVcpu stopped) {
        Vcpu vcpu = stopped.vcpu();
        RegisterNames names = Architecture.registersOf(vcpu.kernel().abi());
        long base = read(names, vcpu, "vbar_el1");
        long offset = stopped.pc() - base;
        if (offset < 0 || offset >= Arm64Vectors.TABLE) {
            return List.of();
        }
        int vector = (int) offset / Arm64Vectors.VECTOR;
        long returns = read(names, vcpu, "elr_el1");
        long syndrome = read(names, vcpu, "esr_el1");
        if (syndrome == NONE_TAKEN) {
            return List.of();
        }
        boolean loops = Long.compareUnsigned(returns - base, Arm64Vectors.TABLE) < 0;
        if (!loops && offset % Arm64Vectors.VECTOR != 0) {
            return List.of();
        }
        return List.of(
                "pc 0x" + Long.toHexString(stopped.pc()) + " is in exception vector VBAR_EL1 + 0x"
                        + Long.toHexString(offset / Arm64Vectors.VECTOR * Arm64Vectors.VECTOR) + ": "
                        + KINDS.get(vector % KINDS.size()) + " "
                        + SOURCES.get(vector / KINDS.size()),
                "ELR_EL1 0x" + Long.toHexString(returns)
                        + (loops
                                ? ", which is also inside the vectors: the handler takes the same exception again,"
                                        + " endlessly"
                                : ": where the exception was taken from")
                        + "; ESR_EL1 0x" + Long.toHexString(syndrome) + ", class 0x"
                        + Long.toHexString(Arm64Exceptions.classOf(syndrome)) + " ("
                        + Arm64Exceptions.inWords(Arm64Exceptions.classOf(syndrome)) + ")"
                        + "; FAR_EL1 0x" + Long.toHexString(read(names, vcpu, "far_el1")),
                base == 0
                        ? "VBAR_EL1 is 0, its value after reset: set it before the guest can take exceptions"
                        : "VBAR_EL1 is 0x" + Long.toHexString(base),
                loops
                        ? "the first exception is overwritten; its cause may be an unaligned access while the MMU is"
                                + " off: compile with -mstrict-align; or floating point: compile with -mgeneral-regs-only"
                        : Arm64Exceptions.sentence(vcpu, stopped.memory()),
                ExceptionVectors.TRY);
    }

    private static long read(RegisterNames names, Vcpu vcpu, String name) {
        Register register = names.find(name);
        return register == null ? 0 : register.read(vcpu);
    }
}
