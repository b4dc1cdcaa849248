package org.kvmsh.dsl.arch.ppc64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.PaprHcallExit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.FirstGuest;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.arch.KernelOption;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.StructMembers;
import org.kvmsh.dsl.register.StructRegisters;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.WideRegister;

/** The room of powerpc's 64 bits, in both byte orders. */
public final class Ppc64 implements Architecture {
    /** The value of KVM_CAP_PPC_RMA if a guest needs one. */
    private static final int RMA_NEEDED = 2;

    /** MSR's SF and ME without LE. */
    private static final String BIG_ENDIAN = "0x8000000000001000";

    @Override
    public List<KernelOption> kernelOptions() {
        return List.of(
                KernelOption.needed(
                        "guests in hypervisor mode (HV) or in problem state (PR)",
                        "CONFIG_KVM_BOOK3S_64_HV",
                        "CONFIG_KVM_BOOK3S_64_PR"),
                KernelOption.optional("the XICS in the kernel, and the XIVE on POWER9 and later", "CONFIG_KVM_XICS"),
                KernelOption.optional("the guest's DMA tables (TCE)", "CONFIG_SPAPR_TCE_IOMMU"));
    }

    @Override
    public List<String> kvmModules() {
        return List.of("kvm_hv", "kvm_pr");
    }

    @Override
    public Arch arch() {
        return Arch.PPC64;
    }

    @Override
    public Planning planning() {
        return new Ppc64Planning();
    }

    /** r0 to r31 are the array gpr of kvm_regs. */
    @Override
    public RegisterSet generalRegisters(Abi abi) {
        Struct regs = abi.struct("kvm_regs");
        Map<String, String> paths = new LinkedHashMap<>();
        for (Field field : regs.members()) {
            if (field.count() == 1) {
                paths.put(field.name(), field.name());
            }
        }
        for (int i = 0; i < regs.field("gpr").count(); i++) {
            paths.put("r" + i, "gpr[" + i + "]");
        }
        return new StructRegisters(paths);
    }

    @Override
    public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi))
                .with(
                        all -> StructMembers.of(abi, "kvm_sregs", "KVM_GET_SREGS", "KVM_SET_SREGS", all),
                        RegisterNames.ONE_REGS)
                .orElse(name -> WideRegister.asNumber(Ppc64Wide.of(name, abi), abi));
    }

    @Override
    public List<BitLayout> layouts() {
        return BitLayout.table(Ppc64.class, "ppc64-bits.tsv");
    }

    @Override
    public TargetDescription debuggerRegisters() {
        return TargetDescription.table("powerpc:common64", "pc", Ppc64.class, "ppc64-gdb.tsv");
    }

    @Override
    public WideRegister wideRegister(String name, Abi abi) {
        return Ppc64Wide.of(name, abi);
    }

    @Override
    public ProgramCounter programCounter(Abi abi) {
        return new Ppc64ProgramCounter();
    }

    @Override
    public CodeMode mode(Vcpu vcpu) {
        return Ppc64ProgramCounter.mode(
                generalRegisters(vcpu.kernel().abi()).read(vcpu, List.of("msr")).get("msr"));
    }

    @Override
    public PageTables pageTables(Abi abi) {
        return new Ppc64PageTables();
    }

    @Override
    public GuestStack stack(Vcpu vcpu) {
        Map<String, Long> regs = generalRegisters(vcpu.kernel().abi()).read(vcpu, List.of("r1", "lr", "r31"));
        return new BackChain(regs.get("r1"), regs.get("lr"), regs.get("r31"));
    }

    /** PAPR's. */
    @Override
    public Class<? extends Exit> hypercall() {
        return PaprHcallExit.class;
    }

    @Override
    public StateOrder snapshotOrder(Abi abi) {
        return Ppc64Snapshot.order(abi);
    }

    @Override
    public InterruptsNow interrupts(Bringup made) {
        return XicsInterrupts.of(made);
    }

    @Override
    public List<SavedPart> saveParts(Bringup made) {
        return Ppc64Snapshot.parts(made);
    }

    @Override
    public RunEnds.Fault exception(Vcpu vcpu, byte[] regs, PhysicalMemory memory) {
        return Ppc64Exceptions.ofLibrary(vcpu, regs, memory);
    }

    @Override
    public ExitNotes exitNotes() {
        return new Ppc64ExitNotes();
    }

    /**
     * {@code li r3, 0x7f0; sc 1}, a hypercall that no kernel handles; HV KVM needs PAPR for it, and on a processor that
     * needs an RMA the level of a PPC970. PR KVM's guest, which has no hypercalls at first, stores to an address
     * without memory.
     */
    @Override
    public FirstGuest firstGuest(Facts board) {
        if (board.capability("KVM_CAP_PPC_SMT") <= 0) {
            return FirstGuest.inMemory("0", "0x1000", "38 60 00 2a 3c 80 40 00 98 64 00 00", "start", "mmio");
        }
        String level = board.capability("KVM_CAP_PPC_RMA") == RMA_NEEDED ? "201" : "206";
        String hex = "38 60 07 f0 44 00 00 22";
        return new FirstGuest(
                "m = vm { platform SPAPR; arch " + level + "; rma 128.MB; load at: 0x1000, hex: '" + hex
                        + "'; vcpu(0) { start 0x1000; regs msr: " + BIG_ENDIAN + " } }",
                "m = vm({platform: SPAPR, arch: " + level + ", rma: MB(128), load: {at: 0x1000, hex: '" + hex
                        + "'}, vcpu: {start: 0x1000, regs: {msr: " + BIG_ENDIAN + "n}}})",
                "hcall");
    }
}
