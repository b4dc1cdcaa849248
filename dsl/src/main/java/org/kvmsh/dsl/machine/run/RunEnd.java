package org.kvmsh.dsl.machine.run;

import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.machine.debug.DebugHit;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.GuestException;
import org.kvmsh.dsl.script.Bits64;

/**
 * The end of a run and its cause.
 *
 * @param name the kernel's name of the last exit; the reason's where the run ended otherwise
 * @param next after the last step, the next instruction; null otherwise
 * @param code what the guest ended it with; null if it did not
 * @param failure the exception; null after a normal end
 * @param exit the exit that ended it, or null
 * @param errno KVM_RUN's errno; 0 if it succeeded
 * @param hit the breakpoint or watchpoint that ended it
 */
record RunEnd(
        ExitKind reason,
        String name,
        VcpuEngine vcpu,
        String detail,
        String next,
        Long code,
        RuntimeException failure,
        Exit exit,
        int errno,
        DebugHit hit) {
    static RunEnd failed(VcpuEngine vcpu, RuntimeException failure) {
        return new RunEnd(ExitReason.UNKNOWN, "", vcpu, "", null, null, failure, null, 0, DebugHit.NONE);
    }

    /** KVM_RUN returned an errno. */
    static RunEnd refused(VcpuEngine vcpu, int errno) {
        return new RunEnd(ExitReason.UNKNOWN, "", vcpu, "", null, null, null, null, errno, DebugHit.NONE);
    }

    static RunEnd of(ExitKind reason, String name, VcpuEngine vcpu, String detail, Long code) {
        return new RunEnd(reason, name, vcpu, detail, null, code, null, null, 0, DebugHit.NONE);
    }

    /**
     * A device has ended it.
     *
     * @param names of the guest's addresses
     */
    static RunEnd ofDevice(VcpuEngine vcpu, RunEnds device, SymbolNames names) {
        if (device instanceof RunEnds.Fault fault) {
            GuestException exception = new GuestException(
                    fault.name(), fault.vector(), fault.code(), fault.pc(), fault.address(), fault.why());
            vcpu.took(exception, fault.registers());
            return of(ExitReason.EXCEPTION, "exception", vcpu, "exception, " + exception.inWords(names), null);
        }
        long code = ((RunEnds.Code) device).code();
        return of(
                ExitReason.DEBUG_EXIT,
                "debug_exit",
                vcpu,
                "the guest ended the run with code " + Bits64.hex(code),
                code);
    }

    /** The guest has executed as many instructions as it was to. */
    static RunEnd lastStep(ExitKind reason, VcpuEngine vcpu, String detail, String next) {
        return new RunEnd(reason, reason.word(), vcpu, detail, next, null, null, null, 0, DebugHit.NONE);
    }

    /** An exit that ended it. */
    static RunEnd at(VcpuEngine vcpu, Exit exit, String detail) {
        return new RunEnd(ExitReason.of(exit), exit.name(), vcpu, detail, null, null, null, exit, 0, DebugHit.NONE);
    }

    /**
     * A debugged guest is where the run ends.
     *
     * @param exit null if KVM completed an instruction without one
     */
    static RunEnd debugged(VcpuEngine vcpu, Exit exit, String detail) {
        return new RunEnd(
                KeyedExit.DEBUG, KeyedExit.DEBUG.word(), vcpu, detail, null, null, null, exit, 0, DebugHit.NONE);
    }

    /** The same, ended by a breakpoint or a watchpoint. */
    RunEnd by(DebugHit debug) {
        return new RunEnd(reason, name, vcpu, detail, next, code, failure, exit, errno, debug);
    }

    /** Whether it is the last of the run's steps. */
    boolean isLastStep() {
        return next != null;
    }
}
