package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.FirstGuest;
import org.kvmsh.dsl.arch.FlagBits;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.StructMembers;

/** The room of x86. */
public final class X86 implements Architecture {
    /** The order is that of api.rst's dependencies: CR4 and MSRs before what they enable, events last. */
    private static final StateOrder SNAPSHOT = new StateOrder(List.of("REGS", "XSAVE", "XCRS", "SREGS", "DEBUGREGS", "MSRS", "LAPIC", "MP_STATE", "VCPU_EVENTS"), List.of());

    @Override public Arch arch() {
        return Arch.X86_64;
    }

    @Override public Planning planning() {
        return new X86Planning();
    }

    @Override public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi)).with(all -> {
            StructMembers.of(abi, "kvm_sregs", "KVM_GET_SREGS", "KVM_SET_SREGS", all);
            MsrRegister.of(all);
        }, "the fields of struct kvm_sregs such as cs.base, cr4 and efer, and MSRs such as lstar and 'msr 0x174'").orElse(MsrRegister::numbered);
    }

    @Override public List<FlagBits> flags() {
        return X86FlagNames.ALL;
    }

    @Override public ProgramCounter programCounter(Abi abi) {
        return new X86ProgramCounter();
    }

    @Override public GuestStack stack(Vcpu vcpu) {
        return X86Stack.of(vcpu);
    }

    @Override public CodeMode mode(Vcpu vcpu) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            return X86ProgramCounter.mode(sregs);
        }
    }

    /** A vCPU that waits for INIT and SIPI leaves KVM_RUN with EAGAIN whenever it is woken (arch/x86/kvm/x86.c, kvm_arch_vcpu_ioctl_run). */
    @Override public boolean isToRunAgain(int errno) {
        return errno == Errno.EAGAIN.number();
    }

    @Override public List<HandlerConfig> handlers(VmConfig config, StoppedVcpu.Memory memory) {
        return ReportedException.handlers(config, memory);
    }

    @Override public StateOrder snapshotOrder(Abi abi) {
        return SNAPSHOT;
    }

    @Override public ExitNotes exitNotes() {
        return new X86ExitNotes();
    }

    /** {@code mov ax, 42; hlt}. */
    @Override public FirstGuest firstGuest(Facts board) {
        return FirstGuest.inMemory("0", "0x1000", "b8 2a 00 f4", "real", "hlt");
    }
}
