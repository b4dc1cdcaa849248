package org.kvmsh.dsl.machine;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.bits.HardwarePart;
import org.kvmsh.dsl.bits.NamedBits;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.machine.memory.VirtualMemory;
import org.kvmsh.dsl.machine.run.Advances;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.stop.Backtrace;
import org.kvmsh.dsl.machine.stop.StopContext;
import org.kvmsh.dsl.machine.stop.StopParts;
import org.kvmsh.dsl.machine.vcpu.GuestPages;
import org.kvmsh.dsl.machine.vcpu.HasRegisters;
import org.kvmsh.dsl.machine.vcpu.RegisterValues;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.machine.vcpu.RunBytes;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.paging.PageRanges;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.register.GuestException;
import org.kvmsh.dsl.register.OneRegisters;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** A vCPU of a machine: for a script its registers, for a run the completion of its last exit. */
public final class MachineVcpu extends HasRegisters implements Fitting {
    /**
     * The machines' vCPUs by the descriptors that their exits know, for handlers that ask whose exit it is. This keeps
     * no machine alive.
     */
    private static final Map<KvmFile, WeakReference<MachineVcpu>> ALL =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final Machine machine;
    private final VcpuEngine engine;
    private final Registers regs;

    private MachineVcpu(Machine machine, VcpuEngine engine) {
        this.machine = machine;
        this.engine = engine;
        this.regs = new Registers(engine);
    }

    /** A machine's vCPU, which is found by its descriptor from now on. */
    static MachineVcpu known(Machine machine, VcpuEngine engine) {
        MachineVcpu vcpu = new MachineVcpu(machine, engine);
        ALL.put(vcpu.vcpu(), new WeakReference<>(vcpu));
        return vcpu;
    }

    /** @throws ScriptError where the machine is gone */
    static MachineVcpu of(KvmFile vcpu) {
        WeakReference<MachineVcpu> found = ALL.get(vcpu);
        MachineVcpu owner = found == null ? null : found.get();
        if (owner == null) {
            throw new ScriptError(Site.UNKNOWN, "this machine is closed");
        }
        return owner;
    }

    /**
     * The vCPU of an exit; null for a kept copy of one.
     *
     * @throws ScriptError where its machine is gone
     */
    public static MachineVcpu of(Exit exit) {
        return exit.owner() == null ? null : of(exit.owner());
    }

    @Word(value = "the vCPU's number", example = "m.vcpu(0).id")
    public int getId() {
        return engine.id();
    }

    @Word(value = "the vCPU's machine", example = "m.vcpu(0).machine")
    public Machine getMachine() {
        return machine;
    }

    @Word(value = "the vCPU's general registers, by their architectural names", example = "m.vcpu(0).regs.rax")
    public Registers getRegs() {
        return regs;
    }

    @Word(
            value = "read any register, or with a second argument write it: a general register, system"
                    + " register or MSR by its name, or a one-reg by its constant or its id",
            example = "m.vcpu(0).reg 'cs.base'")
    public long reg(String name) {
        return engine.register(name);
    }

    public void reg(String name, Number value) {
        engine.register(name, value);
    }

    /** {@code m.vcpu(0).reg 0x6030000000100042}. */
    public long reg(Number id) {
        return reg(OneRegisters.name(id));
    }

    public void reg(Number id, Number value) {
        reg(OneRegisters.name(id), value);
    }

    /** {@code m.vcpu(0).reg cr4: 0x20}. */
    public void reg(Map<String, ?> values) {
        engine.register(values);
    }

    @Word(
            value = "the vCPU's kvm_run, with the kernel's field names: s.regs (with kvm_valid_regs and"
                    + " kvm_dirty_regs), immediate_exit, request_interrupt_window, cr8, the exit union. A view of"
                    + " the board's memory: the next KVM_RUN uses the assigned values; copy returns a struct that"
                    + " does not change",
            example = "m.vcpu(0).run.cr8")
    public StructValue getRun() {
        Abi abi = vcpu().kernel().abi();
        Struct layout = abi.struct("kvm_run");
        return StructValue.of(abi, layout, new RunBytes(engine, layout));
    }

    @Word(
            value = "read back what the script has set on this vCPU since the guest last ran (registers by name,"
                    + " structs by ioctl), and compare it with what was written",
            example = "m.vcpu(0).verify()")
    public Verified verify() {
        return engine.verify();
    }

    @Word(value = "single-step this vCPU; the result shows the new pc", example = "m.vcpu(0).step()")
    public Outcome step() {
        return machine.machineParts().runsOfScript().step(engine);
    }

    @Word(
            value = "step over a call: single-step this vCPU and, if the instruction was a call, run until the called"
                    + " function has returned. within: a time limit for that run, default 10 s",
            example = "m.vcpu(0).next()",
            named = "within")
    public Outcome next(Map<String, ?> arguments) {
        return advances().next(engine, arguments);
    }

    /** {@code m.vcpu(0).next()}. */
    public Outcome next() {
        return next(Map.of());
    }

    @Word(
            value = "run until this vCPU's current function returns to its caller (the second line of"
                    + " backtrace). A breakpoint also ends the run. within: a time limit, default 10 s",
            example = "m.vcpu(0).finish()",
            named = "within")
    public Outcome finish(Map<String, ?> arguments) {
        return advances().finish(engine, arguments);
    }

    /** {@code m.vcpu(0).finish()}. */
    public Outcome finish() {
        return finish(Map.of());
    }

    private Advances advances() {
        machine.machineParts().checkOpen();
        return machine.machineParts().advances();
    }

    @Word(
            value = "call any ioctl on this vCPU, by name or number, with named fields, a struct or one"
                    + " value (an integer, an address, memory or bytes) as the argument. Returns a number, or"
                    + " the struct as the kernel left it. KVM_RUN calls no handler and returns the exit e,"
                    + " which is valid until the next KVM_RUN; a reply, such as e.reply 41, takes effect in"
                    + " that next call. KVM_RUN fails with EINTR after ten seconds, or after the time in"
                    + " within:",
            example = "m.vcpu(0).ioctl KVM_GET_SREGS")
    public Object ioctl(Object named) {
        return isRun(named)
                ? machine.machineParts().runByName(engine, Map.of())
                : call(scope -> scope.ioctl(named), named, null, true);
    }

    public Object ioctl(Object named, Object argument) {
        if (isRun(named) && argument instanceof Map<?, ?> arguments) {
            return machine.machineParts().runByName(engine, named(arguments));
        }
        return isRun(named) && isZero(argument)
                ? machine.machineParts().runByName(engine, Map.of())
                : call(scope -> scope.ioctl(named, argument), named, argument, !isRun(named));
    }

    public Object ioctl(Map<String, ?> fields, Object named) {
        return isRun(named)
                ? machine.machineParts().runByName(engine, fields)
                : call(scope -> scope.ioctl(fields, named), named, fields, true);
    }

    private boolean isRun(Object named) {
        return IoctlByName.isNamed("KVM_RUN", vcpu().kernel().abi(), FdKind.VCPU, named);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> named(Map<?, ?> arguments) {
        return (Map<String, ?>) arguments;
    }

    private static boolean isZero(Object argument) {
        return argument instanceof Number number && number.longValue() == 0;
    }

    @Word(
            value = "the vCPU's statistics (KVM_GET_STATS_FD): names, values and units",
            example = "m.vcpu(0).stats.value 'exits'")
    public Stats getStats() {
        return engine.touch(() -> Stats.of(vcpu()));
    }

    private interface Calling {
        Object on(IoctlScope scope);
    }

    /** @param completes whether what the last exit owes is done first */
    private Object call(Calling make, Object named, Object argument, boolean completes) {
        IoctlScope scope = machine.scope(vcpu());
        Abi abi = vcpu().kernel().abi();
        return engine.touch(() -> {
            if (completes) {
                engine.pending().complete();
            }
            engine.moved();
            try {
                Object answer = make.on(scope);
                engine.written().called(abi, IoctlByName.find(abi, FdKind.VCPU, named), argument, answer);
                return answer;
            } catch (RuntimeException e) {
                // A call that is refused may have set a part.
                engine.written().forget();
                throw e;
            }
        });
    }

    @Word(
            value = "the last exception reported by kvmsh's exception vectors, or null",
            example = "m.vcpu(0).exception.vector")
    public GuestException getException() {
        return engine.exception();
    }

    @Word(
            value = "current control and status registers, with named bits: cr0, rflags and segments on"
                    + " x86_64, system registers on arm64, CSRs on riscv64. Members: control.REGISTER.FIELD",
            example = "m.vcpu(0).control.cr0")
    public NamedBits getControl() {
        return read(HardwarePart.CONTROL);
    }

    @Word(
            value = "the current state of the local APIC (KVM_GET_LAPIC); isr, irr and tmr are lists of" + " vectors",
            example = "m.vcpu(0).lapic.timer.vector",
            arch = Arch.X86_64)
    public NamedBits getLapic() {
        return read(HardwarePart.LAPIC);
    }

    @Word(
            value = "the current state of the FPU and vector registers (KVM_GET_XSAVE)",
            example = "m.vcpu(0).xsave.mxcsr",
            arch = Arch.X86_64)
    public NamedBits getXsave() {
        return read(HardwarePart.XSAVE);
    }

    @Word(
            value = "the CPUID entries (KVM_GET_CPUID2), with feature bits named; each name is also a member",
            example = "m.vcpu(0).cpuid.leaf_1_edx",
            arch = Arch.X86_64)
    public NamedBits getCpuid() {
        return read(HardwarePart.CPUID);
    }

    private NamedBits read(HardwarePart part) {
        return engine.touch(() ->
                Architecture.of(vcpu().kernel().abi()).read(part, "vCPU " + engine.id() + ", " + part.words(), vcpu()));
    }

    VcpuEngine engine() {
        return engine;
    }

    Vcpu vcpu() {
        return engine.vcpu();
    }

    @Override
    protected RegisterValues values() {
        return regs.getCopy();
    }

    @Word(value = "the state of this vCPU; m.context is the state of the first vCPU", example = "m.vcpu(0).context")
    public StopContext getContext() {
        return StopContext.of(machine.machineParts().stops(), engine, StopParts.UNSET);
    }

    /**
     * A former form, which is rejected.
     *
     * @deprecated use {@link StopContext#showing}
     */
    @Deprecated
    public StopContext context(Map<String, ?> parts) {
        throw StopContext.withArguments();
    }

    @Word(
            value = "this vCPU's call chain, unwound with call frame information or frame pointers",
            example = "m.vcpu(0).backtrace")
    public Backtrace getBacktrace() {
        return Backtrace.of(machine.machineParts(), engine);
    }

    @Word(
            value = "how this vCPU's page tables translate a guest virtual address: each entry read, with"
                    + " its bits named, and the resulting guest physical address or fault",
            example = "m.vcpu(0).translate 0x1000")
    public Translation translate(Number address) {
        return new GuestPages(engine).translation(address);
    }

    @Word(
            value = "map a page in this vCPU's page tables, given its guest virtual and physical addresses"
                    + " and its rights: 'r', 'rw', 'rx' or 'rwx', with user added for the less privileged mode"
                    + " ('rw user'). size: the page size (default: the smallest); tables: the address of"
                    + " unused memory for missing tables. No TLB is flushed",
            example = "m.vcpu(0).map 0x4000, 0x10000, 'rw', tables: 0x20000",
            js = "m.vcpu(0).map(0x4000, 0x10000, 'rw', {tables: 0x20000})",
            named = {"size", "tables"})
    public Translation map(Map<String, ?> more, Number address, Number physical, String rights) {
        NamedArguments named = Vocabulary.named(MachineVcpu.class, "map", more, Site.UNKNOWN);
        return new VirtualMemory(engine, machine.machineParts().liveMemory()).map(address, physical, rights, named);
    }

    /** {@code m.vcpu(0).map 0x4000, 0x10000, 'rw'}: with the tables that are there. */
    public Translation map(Number address, Number physical, String rights) {
        return map(Map.of(), address, physical, rights);
    }

    @Word(
            value = "what this vCPU's page tables map: ranges of guest virtual addresses, with the guest"
                    + " physical address, the size of the pages and the rights",
            example = "m.vcpu(0).pages")
    public PageRanges getPages() {
        return new GuestPages(engine).ranges();
    }

    @Override
    public String text(int columns) {
        return "vCPU " + engine.id() + "\n" + regs.text(columns);
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
