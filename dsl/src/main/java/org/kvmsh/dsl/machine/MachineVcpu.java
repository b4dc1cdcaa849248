package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.word.Word;

/** A vCPU of a machine: to a script its registers, to a run what its last exit left to do. */
public final class MachineVcpu {
    private final Machine machine;
    private final int id;
    private final Vcpu vcpu;
    private final Registers regs;
    private boolean owes;
    private Exit unanswered;

    MachineVcpu(Machine machine, int id, Vcpu vcpu) {
        this.machine = machine;
        this.id = id;
        this.vcpu = vcpu;
        this.regs = new Registers(machine, this);
    }

    @Word(value = "the vCPU's number", example = "m.vcpu(0).id")
    public int getId() {
        return id;
    }

    @Word(value = "the vCPU's registers by the architecture's names: read, written and printed", example = "m.vcpu(0).regs.rax")
    public Registers getRegs() {
        return regs;
    }

    @Word(value = "any ioctl of this vCPU by its name: its fields by name, or one value; the answer is a number or what the struct holds then", example = "m.vcpu(0).ioctl KVM_GET_SREGS")
    public Object ioctl(Object named) {
        return scope().ioctl(named);
    }

    public Object ioctl(Object named, Object argument) {
        return scope().ioctl(named, argument);
    }

    public Object ioctl(Map<String, ?> fields, Object named) {
        return scope().ioctl(fields, named);
    }

    private IoctlScope scope() {
        IoctlScope scope = machine.scope(vcpu);
        complete();
        return scope;
    }

    Vcpu vcpu() {
        return vcpu;
    }

    /** Exits of IO and MMIO end for the guest only when KVM_RUN is entered again (api.rst, "The kvm_run structure"). */
    void owes(boolean completion) {
        owes = completion;
    }

    /** Does what the last exit still owes the guest, which else would come after a change of the registers and undo it. */
    void complete() {
        if (owes) {
            owes = false;
            unanswered = null;
            vcpu.complete();
        }
    }

    /** Keeps an exit that came when the run had ended, for the handlers of the next run. */
    void keep(Exit exit) {
        unanswered = exit;
    }

    Exit takeUnanswered() {
        Exit kept = unanswered;
        unanswered = null;
        return kept;
    }

    @Override public String toString() {
        return "vCPU " + id + "\n" + regs;
    }
}
