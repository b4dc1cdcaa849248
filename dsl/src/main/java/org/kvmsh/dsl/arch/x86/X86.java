package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ControlRegisters;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.FirstGuest;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.arch.KernelOption;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.arch.SavedPart;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.StructMembers;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.WideRegister;

/** The room of x86. */
public final class X86 implements Architecture {
    /** IA32_TSC_DEADLINE (Intel SDM volume 4, "Architectural MSRs"). */
    private static final long TSC_DEADLINE = 0x6e0;

    /**
     * The order is that of api.rst's dependencies: CPUID before what it allows, CR4 and MSRs before what they enable,
     * events last. The nested state comes before the registers, so that these are those of the level it leads to, and
     * again after EFER, without whose SVME or CR4.VMXE it is refused. The TSC deadline timer's MSR is written again
     * after the local APIC, without whose timer mode it is dropped (arch/x86/kvm/lapic.c,
     * kvm_set_lapic_tscdeadline_msr).
     */
    private static final StateOrder SNAPSHOT = new StateOrder(
            List.of(
                    "CPUID2",
                    "TSC_KHZ",
                    "NESTED_STATE",
                    "REGS",
                    "XSAVE",
                    "XCRS",
                    "SREGS",
                    "SREGS2",
                    "NESTED_STATE",
                    "DEBUGREGS",
                    "MSRS",
                    "LAPIC",
                    "LATE_MSRS",
                    "MP_STATE",
                    "VCPU_EVENTS"),
            List.of(),
            List.of(TSC_DEADLINE));

    /** The TSC, MPERF, APERF, Hyper-V's runtime and reference time, and the clocks of the VM are counters. */
    private static final Map<String, String> MAY_DIFFER = Map.ofEntries(
            Map.entry(" MSR 0x10", COUNTER),
            Map.entry(" MSR 0xe7", COUNTER),
            Map.entry(" MSR 0xe8", COUNTER),
            Map.entry(" MSR 0x40000010", COUNTER),
            Map.entry(" MSR 0x40000020", COUNTER),
            Map.entry("clock.clock", COUNTER),
            Map.entry("clock.realtime", COUNTER),
            Map.entry("clock.host_tsc", COUNTER),
            Map.entry(".count_load_time", COUNTER),
            Map.entry(
                    "lapic.regs[160]",
                    "KVM_SET_LAPIC computes the processor priority before it counts the vectors in service, and"
                            + " KVM_RUN computes it again (arch/x86/kvm/lapic.c, kvm_apic_set_state)"),
            Map.entry(
                    "vcpu_events.exception.pending",
                    "unless KVM_CAP_EXCEPTION_PAYLOAD is enabled, KVM_GET_VCPU_EVENTS reports a pending exception"
                            + " as injected too, and KVM_SET_VCPU_EVENTS then sets it as injected"
                            + " (arch/x86/kvm/x86.c)"));

    @Override
    public List<KernelOption> kernelOptions() {
        return X86KernelOptions.ALL;
    }

    @Override
    public List<String> kvmModules() {
        return List.of("kvm_intel", "kvm_amd", "kvm_pvm");
    }

    @Override
    public Arch arch() {
        return Arch.X86_64;
    }

    @Override
    public Planning planning() {
        return new X86Planning();
    }

    @Override
    public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi))
                .with(
                        all -> {
                            StructMembers.of(abi, "kvm_sregs", "KVM_GET_SREGS", "KVM_SET_SREGS", all);
                            MsrRegister.of(all);
                        },
                        "the fields of struct kvm_sregs such as cs.base, cr4 and efer, and MSRs such as lstar and 'msr"
                                + " 0x174'")
                .orElse(MsrRegister::numbered);
    }

    @Override
    public List<BitLayout> layouts() {
        return X86Hardware.layouts();
    }

    @Override
    public NamedBits read(HardwarePart part, String title, KvmFile of) {
        if (part == HardwarePart.CONTROL) {
            Vcpu vcpu = (Vcpu) of;
            Map<String, Long> values = ControlRegisters.values(vcpu, X86Hardware.RIGHTS_OF_SEGMENTS);
            X86Hardware.addControl(vcpu, values);
            return ControlRegisters.named(vcpu, title, values);
        }
        return new X86Hardware(part, title, of).read();
    }

    @Override
    public TargetDescription debuggerRegisters() {
        return TargetDescription.table("i386:x86-64", "rip", X86.class, "x86-gdb.tsv");
    }

    @Override
    public WideRegister wideRegister(String name, Abi abi) {
        return FullTags.NAME.equals(name) ? new FullTags() : XsaveRegister.of(name);
    }

    @Override
    public ProgramCounter programCounter(Abi abi) {
        return new X86ProgramCounter();
    }

    @Override
    public PageTables pageTables(Abi abi) {
        return new Cr3PageTables();
    }

    /** 1 in SMM (arch/x86/include/asm/kvm_host.h, kvm_arch_vcpu_memslots_id). */
    @Override
    public int addressSpace(Vcpu vcpu) {
        try (Argument events = Argument.of(vcpu.kernel(), "kvm_vcpu_events")) {
            return vcpu.ioctl("KVM_GET_VCPU_EVENTS", events).ok() && events.get("smi.smm") != 0 ? 1 : 0;
        }
    }

    @Override
    public GuestStack stack(Vcpu vcpu) {
        return X86Stack.of(vcpu);
    }

    @Override
    public CodeMode mode(Vcpu vcpu) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            return X86ProgramCounter.mode(sregs);
        }
    }

    /**
     * A vCPU that waits for INIT and SIPI leaves KVM_RUN with EAGAIN whenever it is woken (arch/x86/kvm/x86.c,
     * kvm_arch_vcpu_ioctl_run).
     */
    @Override
    public boolean isToRunAgain(int errno) {
        return errno == Errno.EAGAIN.number();
    }

    @Override
    public RunEnds.Fault exception(Vcpu vcpu, byte[] regs, PhysicalMemory memory) {
        return X86Exceptions.ofLibrary(vcpu, regs, memory);
    }

    @Override
    public StateOrder snapshotOrder(Abi abi) {
        return SNAPSHOT;
    }

    @Override
    public String startsVcpus() {
        return "INIT and SIPI";
    }

    @Override
    public String logOfReads() {
        return "the dirty log of a new VM may also contain pages that the guest only reads (arch/x86/kvm/mmu/spte.c,"
                + " make_spte)";
    }

    @Override
    public Map<String, String> mayDiffer(Abi abi) {
        return MAY_DIFFER;
    }

    @Override
    public List<SavedPart> saveParts(Bringup made) {
        return X86VmState.of(made);
    }

    @Override
    public ExitNotes exitNotes() {
        return new X86ExitNotes();
    }

    /** {@code mov $42, %ax; hlt}. */
    @Override
    public FirstGuest firstGuest(Facts board) {
        return FirstGuest.inMemory("0", "0x1000", "b8 2a 00 f4", "real", "hlt");
    }
}
