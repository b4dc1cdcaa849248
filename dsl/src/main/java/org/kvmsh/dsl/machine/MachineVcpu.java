package org.kvmsh.dsl.machine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.register.GuestException;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterCall;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.register.WrittenRegisters;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** A vCPU of a machine: for a script its registers, for a run the completion of its last exit. */
public final class MachineVcpu implements Fitting {
    private final Machine machine;
    private final int id;
    private final Vcpu vcpu;
    private final Turn turn;
    private final PendingExit pending;
    private final Registers regs;
    private final WrittenRegisters written;
    private ProgramCounter counter;
    private volatile GuestDebug debug;
    /** The pc of the last exit, while nobody moves the vCPU; otherwise {@link ProgramCounter#NOWHERE}. */
    private volatile long stopped = ProgramCounter.NOWHERE;
    private volatile GuestException exception;
    private volatile Map<String, Long> seen = Map.of();
    private volatile Map<String, Long> seenBefore = Map.of();

    MachineVcpu(Machine machine, int id, Vcpu vcpu, WrittenRegisters written) {
        this.machine = machine;
        this.id = id;
        this.vcpu = vcpu;
        this.turn = new Turn(vcpu);
        this.pending = new PendingExit(vcpu);
        this.regs = new Registers(machine, this);
        this.written = written;
    }

    /**
     * Whose exit it is; null for a kept copy of one.
     *
     * @throws ScriptError where its machine is gone
     */
    public static MachineVcpu of(Exit exit) {
        return exit.owner() == null ? null : VcpusOfMachines.of(exit.owner());
    }

    @Word(value = "the vCPU's number", example = "m.vcpu(0).id")
    public int getId() {
        return id;
    }

    @Word(value = "the vCPU's machine", example = "m.vcpu(0).machine")
    public Machine getMachine() {
        return machine;
    }

    @Word(value = "the vCPU's general registers, by their architectural names", example = "m.vcpu(0).regs.rax")
    public Registers getRegs() {
        return regs;
    }

    @Word(value = "read any register by name: a general register, a system register, an MSR, or a one-reg by its constant; with a second argument, write it",
            example = "m.vcpu(0).reg 'cs.base'")
    public long reg(String name) {
        names().get(name, Site.UNKNOWN);
        return read(name);
    }

    public void reg(String name, Number value) {
        reg(Map.of(name, value));
    }

    /** {@code m.vcpu(0).reg cr4: 0x20}. */
    public void reg(Map<String, ?> values) {
        Map<String, Long> bits = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            names().get(name, Site.UNKNOWN);
            bits.put(name, Bits64.of(value, name, Site.UNKNOWN));
        });
        write(bits);
    }

    @Word(value = "the vCPU's kvm_run, with the kernel's field names: s.regs (with kvm_valid_regs and kvm_dirty_regs), immediate_exit, request_interrupt_window, cr8, the exit "
            + "union. A view of the board's memory: the next KVM_RUN uses the assigned values; copy returns a struct that does not change", example = "m.vcpu(0).run.cr8")
    public StructValue getRun() {
        Abi abi = vcpu.kernel().abi();
        Struct layout = abi.struct("kvm_run");
        return StructValue.of(abi, layout, new RunBytes(this, layout));
    }

    @Word(value = "read back the registers set by name and the structs set by ioctl on this vCPU since the guest last ran, and compare them with what was "
            + "written", example = "m.vcpu(0).verify()")
    public Verified verify() {
        // A running guest is not stopped without need.
        return written.isEmpty() ? Verified.of(List.of()) : touch(() -> {
            pending.complete();
            return written.verify(vcpu, names());
        });
    }

    /** What was set to its registers. */
    WrittenRegisters written() {
        return written;
    }

    @Word(value = "single-step this vCPU; the result shows the new pc", example = "m.vcpu(0).step()")
    public Outcome step() {
        return machine.run(Map.of("steps", 1), this);
    }

    @Word(value = "call any ioctl on this vCPU, by name or number, with named fields or one value (memory, bytes or an address); returns a number, or the struct as the kernel "
            + "left it. KVM_RUN returns its exit and calls no handler; the exit is valid until the next KVM_RUN, which also completes a reply such as e.reply 41. KVM_RUN "
            + "fails with EINTR after ten seconds, or after the time in within:",
            example = "m.vcpu(0).ioctl KVM_GET_SREGS")
    public Object ioctl(Object named) {
        return isRun(named) ? machine.runByName(this, Map.of()) : call(scope -> scope.ioctl(named), named, null, true);
    }

    public Object ioctl(Object named, Object argument) {
        if (isRun(named) && argument instanceof Map<?, ?> arguments) {
            return machine.runByName(this, named(arguments));
        }
        return isRun(named) && isZero(argument) ? machine.runByName(this, Map.of()) : call(scope -> scope.ioctl(named, argument), named, argument, !isRun(named));
    }

    public Object ioctl(Map<String, ?> fields, Object named) {
        return isRun(named) ? machine.runByName(this, fields) : call(scope -> scope.ioctl(fields, named), named, fields, true);
    }

    private boolean isRun(Object named) {
        return IoctlByName.isNamed("KVM_RUN", vcpu.kernel().abi(), FdKind.VCPU, named);
    }

    @SuppressWarnings("unchecked") private static Map<String, ?> named(Map<?, ?> arguments) {
        return (Map<String, ?>) arguments;
    }

    private static boolean isZero(Object argument) {
        return argument instanceof Number number && number.longValue() == 0;
    }

    @Word(value = "the vCPU's statistics (KVM_GET_STATS_FD): names, values and units", example = "m.vcpu(0).stats.value 'exits'")
    public Stats getStats() {
        return touch(() -> Stats.of(vcpu));
    }

    private interface Calling {
        Object on(IoctlScope scope);
    }

    /** @param completes whether what the last exit owes is done first */
    private Object call(Calling make, Object named, Object argument, boolean completes) {
        IoctlScope scope = machine.scope(vcpu);
        Abi abi = vcpu.kernel().abi();
        return touch(() -> {
            if (completes) {
                pending.complete();
            }
            moved();
            try {
                Object answer = make.on(scope);
                written.called(abi, IoctlByName.find(abi, FdKind.VCPU, named), argument, answer);
                return answer;
            } catch (RuntimeException e) {
                // A call that is refused may have set a part.
                written.forget();
                throw e;
            }
        });
    }

    @Word(value = "the last exception reported by a handler that long64 set up, or null", example = "m.vcpu(0).exception.vector")
    public GuestException getException() {
        return exception;
    }

    void took(GuestException reported) {
        exception = reported;
    }

    Vcpu vcpu() {
        return vcpu;
    }

    /** Does something to the vCPU while it is outside KVM_RUN; any thread may call it. */
    <T> T touch(Supplier<T> act) {
        machine.checkOpen();
        return turn.touch(act);
    }

    RegisterNames names() {
        return Architecture.registersOf(vcpu.kernel().abi());
    }

    /** What a register holds, or will as soon as the exit under way is complete. */
    long read(String name) {
        return touch(() -> {
            Long set = pending.waiting(name);
            return set != null ? set : names().get(name, Site.UNKNOWN).read(vcpu);
        });
    }

    /** What the last exit still owes the guest is done first, so that it can't undo the write. */
    void write(String name, long value) {
        write(Map.of(name, value));
    }

    private void write(Map<String, Long> values) {
        if (machine.changes().isRecording() && !machine.isRunning() && !values.isEmpty()) {
            CallOrigin.EXPLAINING.during(() -> {
                machine.changes().registers(this, values);
                return null;
            });
        }
        writeBack(values);
    }

    /** The same, of which nothing is recorded. */
    void writeBack(Map<String, Long> values) {
        touch(() -> {
            boolean waits = pending.isAtHandler();
            values.forEach(pending::set);
            // The answer may arrive between the two checks, and its thread may have seen nothing to write.
            if (!waits || !pending.isAtHandler()) {
                writeWaiting();
            }
            return null;
        });
    }

    private void writeWaiting() {
        pending.complete();
        moved();
        Map<Register, Long> registers = new LinkedHashMap<>();
        Map<String, Long> values = pending.takeWaiting();
        values.forEach((name, value) -> registers.put(names().get(name, Site.UNKNOWN), value));
        RegisterCall.writeAll(vcpu, registers);
        written.wrote(values);
    }

    /** Where the vCPU is, as breakpoints have it. */
    long address() {
        return counter().address(vcpu);
    }

    /** Where an exit left the vCPU. */
    long address(DebugExit exit) {
        return counter().address(vcpu, exit);
    }

    /** The pc, without a call if the last exit had it and nobody has moved the vCPU. */
    long stoppedAt() {
        return stopped == ProgramCounter.NOWHERE ? address() : stopped;
    }

    /** Something may have moved the vCPU. */
    void moved() {
        stopped = ProgramCounter.NOWHERE;
    }

    /**
     * Whether the vCPU has just executed the instruction that halts it.
     *
     * @param physical finds the physical address of {@code to}; this may cost a call
     */
    boolean isHalt(long from, long to, LongSupplier physical) {
        byte[] halt = counter().halt();
        if (to != from + halt.length) {
            return false;
        }
        long next = physical.getAsLong();
        return next != ProgramCounter.NOWHERE && Arrays.equals(halt, machine.code(next - halt.length, halt.length));
    }

    ProgramCounter counter() {
        if (counter == null) {
            counter = Architecture.of(vcpu.kernel().abi()).programCounter(vcpu.kernel().abi());
        }
        return counter;
    }

    /** Null while the guest is not debugged. */
    GuestDebug debug() {
        return debug;
    }

    GuestDebug debugged() {
        if (debug == null) {
            debug = machine.debugOf(this);
        }
        return debug;
    }

    /** KVM_RUN as a script calls it; see {@link Turn#runByName}. */
    IoctlResult<Integer> runByName(BooleanSupplier ends) {
        moved();
        written.forget();
        return turn.runByName(ends);
    }

    /** KVM_RUN. */
    int enter() {
        written.forget();
        return turn.run();
    }

    /** There is an unanswered exit. */
    void came(Exit exit) {
        pending.came();
        if (debug != null) {
            moved();
        }
        if (exit instanceof DebugExit at) {
            long address = address(at);
            at.at(address);
            stopped = debug == null ? ProgramCounter.NOWHERE : address;
        }
    }

    /** What the last exit still owes. */
    PendingExit pending() {
        return pending;
    }

    /** The last exit was answered, or needs no answer: registers set by its handler are written. */
    void answered() {
        pending.answered();
        if (pending.hasWaiting()) {
            turn.touch(() -> {
                writeWaiting();
                return null;
            });
        }
    }

    /** Makes the kernel complete the last exit; returns KVM_RUN's result. */
    int complete() {
        return touch(pending::complete);
    }

    /** Its registers at the last stop that was shown; empty the first time. They are then updated. */
    Map<String, Long> seen(Map<String, Long> now) {
        seenBefore = seen;
        seen = now;
        return seenBefore;
    }

    /** What its registers are compared with where they are shown again. */
    Map<String, Long> before(Map<String, Long> now) {
        return now.equals(seen) ? seenBefore : seen;
    }

    @Word(value = "everything about where this vCPU is, as m.context of the first vCPU", example = "m.vcpu(0).context", named = {"registers", "code", "stack", "console"})
    public StopContext getContext() {
        return context(Map.of());
    }

    public StopContext context(Map<String, ?> parts) {
        return StopContext.of(this, StopParts.of(parts));
    }

    @Word(value = "the calls that led to where this vCPU is, by the guest's frame pointers", example = "m.vcpu(0).backtrace")
    public Backtrace getBacktrace() {
        return Backtrace.of(this);
    }

    @Override public String text(int columns) {
        return "vCPU " + id + "\n" + regs.text(columns);
    }

    @Override public String toString() {
        return text(USUAL_COLUMNS);
    }
}
