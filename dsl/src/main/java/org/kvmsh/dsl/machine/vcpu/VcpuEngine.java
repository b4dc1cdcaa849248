package org.kvmsh.dsl.machine.vcpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.PageTables;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.GuestException;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.register.RegisterCall;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.register.WrittenRegisters;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * One vCPU, inside KVM_RUN or outside: who may use it, what its last exit still owes, and its registers. It knows no
 * machine.
 */
public final class VcpuEngine {
    private final int id;
    private final Vcpu vcpu;
    private final VcpuOwner owner;
    private final Turn turn;
    private final PendingExit pending;
    private final WrittenRegisters written;
    private ProgramCounter counter;
    /** The pc of the last exit, while nobody moves the vCPU; otherwise {@link ProgramCounter#NOWHERE}. */
    private volatile long stopped = ProgramCounter.NOWHERE;

    /** Whether KVM_SET_GUEST_DEBUG may be called on the vCPU; it is here because every KVM_RUN asks. */
    private volatile boolean isDebugged;

    private volatile GuestException exception;
    private volatile boolean isAtException;

    private long exits;

    /** @param written takes what is set to its registers */
    public VcpuEngine(int id, Vcpu vcpu, WrittenRegisters written, VcpuOwner owner) {
        this.id = id;
        this.vcpu = vcpu;
        this.owner = owner;
        this.turn = new Turn(vcpu);
        this.pending = new PendingExit(vcpu);
        this.written = written;
    }

    /** The vCPU's number. */
    public int id() {
        return id;
    }

    /** The vCPU's descriptor. */
    public Vcpu vcpu() {
        return vcpu;
    }

    /** The values set in its registers. */
    public WrittenRegisters written() {
        return written;
    }

    /** Reads back what was set since the guest last ran; a running guest is not stopped without need. */
    public Verified verify() {
        return written.isEmpty()
                ? Verified.of(List.of())
                : touch(() -> {
                    pending.complete();
                    return written.verify(vcpu, names());
                });
    }

    /** The last exception that a handler reported; null before the first. */
    public GuestException exception() {
        return exception;
    }

    /**
     * Keeps an exception that a handler reported, and puts the vCPU back to the code that it interrupted.
     *
     * @param interrupted the registers that the exception or its handler has changed
     */
    public void took(GuestException reported, Map<String, Long> interrupted) {
        if (!interrupted.isEmpty()) {
            writeBack(interrupted);
        }
        exception = reported;
        isAtException = true;
    }

    /** Whether the vCPU is where it took its last exception. */
    public boolean isAtException() {
        return isAtException;
    }

    /** The number of exits that came to kvmsh; on another thread perhaps a little less. */
    public long exits() {
        return exits;
    }

    /** Whether the vCPU is in KVM_RUN now. */
    public boolean isInKvmRun() {
        return turn.isInside();
    }

    /** Refuses access after the VM is closed. */
    void checkOpen() {
        owner.checkOpen();
    }

    /** Does something to the vCPU while it is outside KVM_RUN; any thread may call it. */
    public <T> T touch(Supplier<T> act) {
        owner.checkOpen();
        return turn.touch(act);
    }

    /** The registers that its architecture has. */
    public RegisterNames names() {
        return Architecture.registersOf(vcpu.kernel().abi());
    }

    /** The value of a register; a name that is none of its registers is refused. */
    public long register(String name) {
        names().get(name, Site.UNKNOWN);
        return read(name);
    }

    /** Writes a register by name. */
    public void register(String name, Number value) {
        register(Map.of(name, value));
    }

    /** Writes registers by name. */
    public void register(Map<String, ?> values) {
        Map<String, Long> bits = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            names().get(name, Site.UNKNOWN);
            bits.put(name, Bits64.of(value, name, Site.UNKNOWN));
        });
        write(bits);
    }

    /** The value of a register, or the one that it will have as soon as the exit under way is complete. */
    public long read(String name) {
        return touch(() -> {
            Long set = pending.waiting(name);
            return set != null ? set : names().get(name, Site.UNKNOWN).read(vcpu);
        });
    }

    /** Writes registers. What the last exit still owes the guest is done first, so that it can't undo the write. */
    public void write(Map<String, Long> values) {
        if (!values.isEmpty()) {
            owner.writing(this, values);
        }
        writeBack(values);
    }

    /** Writes registers without telling the owner. */
    public void writeBack(Map<String, Long> values) {
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
        written.wrote(values, names());
    }

    /** The address that the vCPU is at, as breakpoints have it. */
    public long address() {
        return counter().address(vcpu);
    }

    /** The address at which an exit left the vCPU. */
    public long address(DebugExit exit) {
        return counter().address(vcpu, exit);
    }

    /** The pc, without a call if the last exit had it and nobody has moved the vCPU. */
    public long stoppedAt() {
        return stopped == ProgramCounter.NOWHERE ? address() : stopped;
    }

    /** Whether something may have moved it since its last debug exit. */
    public boolean isMoved() {
        return stopped == ProgramCounter.NOWHERE;
    }

    /** Something may have moved the vCPU. */
    public void moved() {
        stopped = ProgramCounter.NOWHERE;
    }

    /** The architecture's means of finding the pc and what is at an address. */
    public ProgramCounter counter() {
        if (counter == null) {
            Abi abi = vcpu.kernel().abi();
            ProgramCounter own = Architecture.of(abi).programCounter(abi);
            PageTables tables = Architecture.of(abi).pageTables(abi);
            counter = tables == null || own.isTranslated() ? own : new ThroughPageTables(own, tables, owner.made());
        }
        return counter;
    }

    /** The guest physical address of data; {@link ProgramCounter#NOWHERE} without one. */
    public long physical(long address) {
        return touch(() -> counter().data(vcpu, address));
    }

    /** Why an address has no guest physical one: {@code 0x1000 cannot be translated: …}. */
    public String whyNowhere(long address) {
        return Bits64.hex(address) + " cannot be translated: the guest's address translation is on, and "
                + counter().whyNowhere();
    }

    /** The guest's memory and devices, as the machine's steps made them. */
    Bringup made() {
        return owner.made();
    }

    /** KVM_RUN as a script calls it; see {@link Turn#runByName}. */
    public IoctlResult<Integer> runByName(BooleanSupplier ends) {
        moved();
        written.forget();
        leaveException();
        return turn.runByName(ends);
    }

    /** KVM_RUN. */
    public int enter() {
        written.forget();
        leaveException();
        return turn.run(pending);
    }

    /** Writes only what changes: this is done for each KVM_RUN. */
    private void leaveException() {
        if (isAtException) {
            isAtException = false;
        }
    }

    /** The vCPU is debugged from now on. */
    public void debugging() {
        isDebugged = true;
    }

    /** Whether the vCPU is debugged. */
    public boolean isDebugged() {
        return isDebugged;
    }

    /** There is an unanswered exit. */
    public void came(Exit exit) {
        exits++;
        pending.came();
        if (isDebugged) {
            moved();
        }
        if (exit instanceof DebugExit at) {
            long address = address(at);
            at.at(address);
            stopped = isDebugged ? address : ProgramCounter.NOWHERE;
        }
    }

    /** The pending completion of the last exit. */
    public PendingExit pending() {
        return pending;
    }

    /** The last exit was answered, or needs no answer: registers set by its handler are written. */
    public void answered() {
        pending.answered();
        if (pending.hasWaiting()) {
            turn.touch(() -> {
                writeWaiting();
                return null;
            });
        }
    }

    /** Makes the kernel complete the last exit; returns KVM_RUN's result. */
    public int complete() {
        return touch(pending::complete);
    }
}
