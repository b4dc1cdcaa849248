package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.FirstGuest;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.arch.InterruptTerms;
import org.kvmsh.dsl.arch.KernelOption;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.OneRegProgramCounter;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.WideRegister;

/** The room of arm64. */
public final class Arm64 implements Architecture {
    /** SCTLR_EL1.M (Arm Architecture Reference Manual, "SCTLR_EL1"). */
    private static final long MMU_ON = 1;

    @Override
    public List<KernelOption> kernelOptions() {
        return List.of(KernelOption.optional("a PMU for guests", "CONFIG_HW_PERF_EVENTS"));
    }

    @Override
    public Arch arch() {
        return Arch.ARM64;
    }

    @Override
    public Planning planning() {
        return new Arm64Planning();
    }

    @Override
    public RegisterSet generalRegisters(Abi abi) {
        return new Arm64General(Arm64Registers.of(abi));
    }

    @Override
    public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi))
                .with(
                        all -> Arm64SystemRegisters.of(abi, all),
                        "system registers such as sctlr_el1, and the constants KVM_REG_ARM_…")
                .orElse(name -> WideRegister.asNumber(Arm64Registers.wide(name, abi), abi));
    }

    @Override
    public List<BitLayout> layouts() {
        return BitLayout.table(Arm64.class, "arm64-bits.tsv");
    }

    @Override
    public TargetDescription debuggerRegisters() {
        return TargetDescription.table("aarch64", "pc", Arm64.class, "arm64-gdb.tsv");
    }

    @Override
    public WideRegister wideRegister(String name, Abi abi) {
        return Arm64Registers.wide(name, abi);
    }

    @Override
    public ProgramCounter programCounter(Abi abi) {
        return new OneRegProgramCounter(
                Arm64Registers.of(abi),
                Architecture.registersOf(abi).find("sctlr_el1"),
                control -> (control & MMU_ON) == 0,
                this::mode);
    }

    @Override
    public CodeMode mode(Vcpu vcpu) {
        return Arm64Mode.of(Architecture.registersOf(vcpu.kernel().abi()).read(vcpu, "pstate"));
    }

    @Override
    public PageTables pageTables(Abi abi) {
        return new PageTables() {
            @Override
            public List<Paging> all(Vcpu vcpu, ReadableMemory memory) {
                return isOn(vcpu) ? List.of(paging(vcpu, false), paging(vcpu, true)) : List.of();
            }

            @Override
            public Paging of(Vcpu vcpu, ReadableMemory memory, long address) {
                return isOn(vcpu) ? paging(vcpu, Arm64Paging.isUpper(address)) : null;
            }

            private boolean isOn(Vcpu vcpu) {
                return (read(vcpu, "sctlr_el1") & MMU_ON) != 0;
            }

            private Paging paging(Vcpu vcpu, boolean upper) {
                return new Arm64Paging(upper, read(vcpu, "tcr_el1"), read(vcpu, upper ? "ttbr1_el1" : "ttbr0_el1"));
            }

            private static long read(Vcpu vcpu, String register) {
                return Architecture.registersOf(vcpu.kernel().abi())
                        .find(register)
                        .read(vcpu);
            }
        };
    }

    @Override
    public GuestStack stack(Vcpu vcpu) {
        return Arm64Stack.of(vcpu, generalRegisters(vcpu.kernel().abi()), mode(vcpu));
    }

    @Override
    public InterruptTerms interrupts() {
        return new Arm64Interrupts();
    }

    @Override
    public String startsVcpus() {
        return "PSCI CPU_ON";
    }

    @Override
    public Map<String, String> mayDiffer(Abi abi) {
        return Arm64Unsteady.of(abi);
    }

    @Override
    public InterruptsNow interrupts(Bringup made) {
        return GicInterrupts.of(made);
    }

    @Override
    public List<SavedPart> saveParts(Bringup made) {
        return GicState.of(made);
    }

    @Override
    public RunEnds.Fault exception(Vcpu vcpu, byte[] regs, PhysicalMemory memory) {
        return Arm64Exceptions.ofLibrary(vcpu, regs, memory);
    }

    @Override
    public ExitNotes exitNotes() {
        return new Arm64ExitNotes();
    }

    /** {@code mov x5, #42}, then PSCI's SYSTEM_OFF, 0x84000008. */
    @Override
    public FirstGuest firstGuest(Facts board) {
        return FirstGuest.inMemory(
                "0x40000000", "0x40000000", "45 05 80 d2 00 01 80 d2 00 80 b0 f2 02 00 00 d4", "start", "system");
    }
}
