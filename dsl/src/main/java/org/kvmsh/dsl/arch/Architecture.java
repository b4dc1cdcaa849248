package org.kvmsh.dsl.arch;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.dsl.bits.BitLayout;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.register.StateOrder;
import org.kvmsh.dsl.register.StructRegisters;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.register.WideRegister;

/**
 * Everything that kvmsh does differently on each processor architecture. Each has its own package below this one, and
 * nothing outside of these tests which architecture it is: it calls the architecture. Implementations are loaded with
 * {@link java.util.ServiceLoader}.
 */
public interface Architecture {
    /** The architecture of a board. */
    static Architecture of(Abi abi) {
        return of(abi.arch());
    }

    /** The implementation for an architecture; one without a package has no vCPUs here. */
    static Architecture of(Arch arch) {
        return Rooms.of(arch);
    }

    /** The architectures that have an implementation. */
    static Collection<Architecture> all() {
        return Rooms.all();
    }

    /**
     * Whether an architecture has an implementation; kvmsh creates no vCPUs of one that it knows from headers alone.
     */
    static boolean hasRoom(Arch arch) {
        return all().stream().anyMatch(room -> room.arch() == arch);
    }

    /** Every register of the vCPUs of a board with these headers, found once for them. */
    static RegisterNames registersOf(Abi abi) {
        return KnownRegisters.of(abi);
    }

    /** Reads a part of a VM's state as its architecture has it. */
    static NamedBits read(HardwarePart part, Vm vm) {
        return of(vm.kernel().abi()).read(part, part.words(), vm);
    }

    /** The architecture's name. */
    Arch arch();

    /** Its part of a plan. */
    default Planning planning() {
        return new Planning() {};
    }

    /** The general registers, by the names that scripts have for them. */
    default RegisterSet generalRegisters(Abi abi) {
        return StructRegisters.ofKvmRegs(abi);
    }

    /** Every register: the general ones, and all others that a call reaches. */
    default RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi));
    }

    /** The program counter, which finds the instruction that a vCPU executes next. */
    ProgramCounter programCounter(Abi abi);

    /** Its registers as gdb numbers them; null if gdb cannot debug its guests here. */
    default TargetDescription debuggerRegisters() {
        return null;
    }

    /** A register that gdb has and scripts do not name, by its name in the table; null if kvmsh does not read it. */
    default WideRegister wideRegister(String name, Abi abi) {
        return null;
    }

    /** How its processors translate addresses, if kvmsh reads their page tables; null if not. */
    default PageTables pageTables(Abi abi) {
        return null;
    }

    /** The mode that a vCPU executes its next instruction in; null if kvmsh can't read its code. */
    default CodeMode mode(Vcpu vcpu) {
        return CodeMode.ofReset(vcpu.kernel().abi()).orElse(null);
    }

    /** The address space whose memslots a vCPU outside KVM_RUN executes from: 0 is the normal one. */
    default int addressSpace(Vcpu vcpu) {
        return 0;
    }

    /** The stack of a vCPU that is outside KVM_RUN. */
    default GuestStack stack(Vcpu vcpu) {
        return GuestStack.UNKNOWN;
    }

    /** The registers whose bits have names, in the order in which they are shown. */
    default List<BitLayout> layouts() {
        return List.of();
    }

    /**
     * Reads a part of the state of a vCPU or a VM; by default, its control registers.
     *
     * @param title the words for the part
     */
    default NamedBits read(HardwarePart part, String title, KvmFile of) {
        return part == HardwarePart.CONTROL && of instanceof Vcpu vcpu
                ? ControlRegisters.read(vcpu, title)
                : NamedBits.missing(title, title + ": " + arch() + " has none");
    }

    /** The argument of a hypercall handler if hypercalls have their own exit; null if the script may get any. */
    default Class<? extends Exit> hypercall() {
        return null;
    }

    /** The parts of a vCPU's state that a snapshot saves, in the order in which they can be restored. */
    default StateOrder snapshotOrder(Abi abi) {
        return new StateOrder(List.of("ATTRIBUTES", "ONE_REGS", "MP_STATE", "VCPU_EVENTS"), List.of());
    }

    /** The interrupts of a VM's in-kernel interrupt controllers. */
    default InterruptsNow interrupts(Bringup made) {
        return InterruptsNow.NONE;
    }

    /**
     * Reads the state of a VM besides its vCPUs and memory for a snapshot. It is read before memory, into which an ITS
     * saves its tables.
     */
    default List<SavedPart> saveParts(Bringup made) {
        return List.of();
    }

    /** The options that its kernels need for KVM besides {@link KernelOption#ofEveryKernel()}. Source: its Kconfig. */
    default List<KernelOption> kernelOptions() {
        return List.of();
    }

    /** The modules of which KVM needs one where it is a module itself. Source: its Kconfig. */
    default List<String> kvmModules() {
        return List.of();
    }

    /** The reason of what differs between two readings of a machine because it runs by itself. */
    String COUNTER = "it runs";

    /**
     * What may differ between two readings of a machine, before and after a move, by the ends of the names that the
     * parts of a snapshot give: each with the reason, {@link #COUNTER} or what the kernel does not set as it was.
     */
    default Map<String, String> mayDiffer(Abi abi) {
        return Map.of();
    }

    /** Why the dirty log of a new VM may have pages that its guest only reads; null if it has none of them. */
    default String logOfReads() {
        return null;
    }

    /** The names of KVM_IRQ_LINE's interrupt lines. */
    default InterruptTerms interrupts() {
        return InterruptTerms.GSI;
    }

    /** The means by which a guest starts a waiting vCPU; empty if no vCPU waits. */
    default String startsVcpus() {
        return "";
    }

    /** Whether KVM_RUN's errno only means that a vCPU is not ready to run, so that KVM_RUN is called again. */
    default boolean isToRunAgain(int errno) {
        return false;
    }

    /**
     * The exception that a vCPU took.
     *
     * @param regs struct guest_regs of the guest library, with the interrupted code's registers
     */
    default RunEnds.Fault exception(Vcpu vcpu, byte[] regs, PhysicalMemory memory) {
        throw new UnsupportedOperationException(arch() + " has no guest library");
    }

    /** A guest to begin with on a board; null if there is none. */
    default FirstGuest firstGuest(Facts board) {
        return null;
    }

    /** Explanations of this architecture's exits. */
    default ExitNotes exitNotes() {
        return ExitNotes.NONE;
    }
}
