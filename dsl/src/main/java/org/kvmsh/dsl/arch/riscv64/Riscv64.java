package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.script.Bits64;

/** The room of RISC-V's 64 bits. */
public final class Riscv64 implements Architecture {
    /** satp.MODE, which is 0 for Bare (RISC-V Privileged Architecture, "satp"). */
    private static final int MODE_SHIFT = 60;

    @Override
    public Arch arch() {
        return Arch.RISCV64;
    }

    @Override
    public Planning planning() {
        return new Riscv64Planning();
    }

    @Override
    public RegisterSet generalRegisters(Abi abi) {
        return Riscv64Registers.general(abi);
    }

    @Override
    public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi))
                .with(
                        all -> Riscv64Registers.others(abi, all),
                        "x1 to x31, ft0 to ft11, fcsr, CSRs such as stvec, timer.time, config.isa, isa.zbb, sbi.dbcn");
    }

    @Override
    public TargetDescription debuggerRegisters() {
        return TargetDescription.table("riscv:rv64", "pc", Riscv64.class, "riscv64-gdb.tsv");
    }

    @Override
    public ProgramCounter programCounter(Abi abi) {
        return new OneRegProgramCounter(
                Riscv64Registers.general(abi),
                Architecture.registersOf(abi).find("satp"),
                satp -> satp >>> MODE_SHIFT == 0,
                this::mode);
    }

    @Override
    public PageTables pageTables(Abi abi) {
        return (vcpu, memory) -> Stream.<Paging>ofNullable(Riscv64Paging.of(
                        Architecture.registersOf(abi).find("satp").read(vcpu)))
                .toList();
    }

    /**
     * A function saves ra and then its caller's s0 below the address that its s0 has (RISC-V ABIs Specification, "Frame
     * Pointer Convention" and "DWARF Register Numbers").
     */
    @Override
    public GuestStack stack(Vcpu vcpu) {
        Map<String, Long> regs = generalRegisters(vcpu.kernel().abi()).read(vcpu, List.of("sp", "s0", "ra"));
        return new FrameRecords(
                regs.get("sp"), regs.get("s0"), regs.get("ra"), "ra", -2 * Long.BYTES, -Long.BYTES, Short.BYTES, 2, 8);
    }

    @Override
    public InterruptTerms interrupts() {
        return new Riscv64Interrupts();
    }

    @Override
    public List<BitLayout> layouts() {
        return BitLayout.table(Riscv64.class, "riscv64-bits.tsv");
    }

    /** There is no KVM_GET_VCPU_EVENTS on riscv64; the registers come before the state that has the vCPU run. */
    @Override
    public StateOrder snapshotOrder(Abi abi) {
        return new StateOrder(List.of("ONE_REGS", "MP_STATE"), List.of());
    }

    @Override
    public String startsVcpus() {
        return "SBI HSM hart_start";
    }

    /** The timer's time, by its place in struct kvm_riscv_timer (arch/riscv/kvm/vcpu_timer.c). */
    @Override
    public Map<String, String> mayDiffer(Abi abi) {
        long time = abi.constant("KVM_REG_RISCV")
                | abi.constant("KVM_REG_SIZE_U64")
                | abi.constant("KVM_REG_RISCV_TIMER")
                | abi.struct("kvm_riscv_timer").offset("time") / Long.BYTES;
        return Map.of("one-reg " + Bits64.hex(time), COUNTER);
    }

    @Override
    public InterruptsNow interrupts(Bringup made) {
        return AiaInterrupts.of(made);
    }

    @Override
    public List<SavedPart> saveParts(Bringup made) {
        return AiaState.of(made);
    }

    @Override
    public RunEnds.Fault exception(Vcpu vcpu, byte[] regs, PhysicalMemory memory) {
        return Riscv64Exceptions.ofLibrary(vcpu, regs, memory);
    }

    @Override
    public ExitNotes exitNotes() {
        return new Riscv64ExitNotes();
    }

    /** {@code li t0, 42}, then SBI's system reset, extension 0x53525354. */
    @Override
    public FirstGuest firstGuest(Facts board) {
        return FirstGuest.inMemory(
                "0x80000000",
                "0x80000000",
                "93 02 a0 02 b7 58 52 53 9b 88 48 35 13 08 00 00 13 05 00 00 93 05 00 00 73 00 00 00",
                "start",
                "system");
    }
}
