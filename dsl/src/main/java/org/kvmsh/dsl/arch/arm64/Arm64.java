package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.FirstGuest;
import org.kvmsh.dsl.arch.FrameRecords;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.arch.InterruptTerms;
import org.kvmsh.dsl.arch.KernelOption;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.device.PhysicalMemory;
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
import org.kvmsh.dsl.script.Bits64;

/** The room of arm64. */
public final class Arm64 implements Architecture {
    /** SCTLR_EL1.M (Arm Architecture Reference Manual, "SCTLR_EL1"). */
    private static final long MMU_ON = 1;

    /** The offset of the register in the ITS's control frame. */
    private static final String GITS_CBASER = "0x80";

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
        return Arm64Registers.of(abi);
    }

    @Override
    public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi))
                .with(
                        all -> Arm64SystemRegisters.of(abi, all),
                        "system registers such as sctlr_el1, and the constants KVM_REG_ARM_…");
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
                control -> (control & MMU_ON) == 0);
    }

    @Override
    public PageTables pageTables(Abi abi) {
        return new PageTables() {
            @Override
            public List<Paging> all(Vcpu vcpu) {
                return isOn(vcpu) ? List.of(paging(vcpu, false), paging(vcpu, true)) : List.of();
            }

            @Override
            public Paging of(Vcpu vcpu, long address) {
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

    /**
     * A frame record is the caller's x29 and the return address (Procedure Call Standard for the Arm 64-bit
     * Architecture, "The Frame Pointer").
     */
    @Override
    public GuestStack stack(Vcpu vcpu) {
        Map<String, Long> regs =
                generalRegisters(vcpu.kernel().abi()).read(vcpu, List.of("x29", "x30", "sp", "sp_el1", "pstate"));
        // The register sp is SP_EL0; PSTATE.M tells which one the guest uses: EL1h is 5 (api.rst 4.68).
        boolean own = (regs.get("pstate") & 1) != 0;
        return new FrameRecords(
                regs.get(own ? "sp_el1" : "sp"),
                regs.get("x29"),
                regs.get("x30"),
                "x30",
                0,
                Long.BYTES,
                Integer.BYTES,
                31,
                29);
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
        return Map.of(
                "one-reg " + Bits64.hex(abi.constant("KVM_REG_ARM_TIMER_CNT")),
                COUNTER,
                "one-reg " + Bits64.hex(abi.constant("KVM_REG_ARM_PTIMER_CNT")),
                COUNTER,
                "ITS ITS_REGS " + GITS_CBASER,
                "a write changes the cacheability of the command queue, even a write of GITS_CBASER's reset value"
                        + " (arch/arm64/kvm/vgic/vgic-its.c, vgic_sanitise_its_cbaser)");
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
