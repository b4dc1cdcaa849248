package org.kvmsh.dsl.machine.word;

import java.util.Map;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.stop.Backtrace;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.register.OneRegisters;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that are about its first vCPU. */
public interface FirstVcpuWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(value = "single-step the first vCPU; the result shows the new pc", example = "m.step()")
    default Outcome step() {
        return actedOn()
                .machineParts()
                .runsOfScript()
                .step(actedOn().machineParts().firstVcpu());
    }

    @Word(
            value = "step over a call: single-step the first vCPU and, if the instruction was a call, run until the"
                    + " called function has returned. within: a time limit for that run, default 10 s",
            example = "m.next()",
            named = "within")
    default Outcome next(Map<String, ?> arguments) {
        return actedOn().machineParts().advances().next(actedOn().machineParts().firstVcpu(), arguments);
    }

    /** {@code m.next()}. */
    default Outcome next() {
        return next(Map.of());
    }

    @Word(
            value = "run until the first vCPU's current function returns to its caller (the second line of"
                    + " backtrace). A breakpoint also ends the run. within: a time limit, default 10 s",
            example = "m.finish()",
            named = "within")
    default Outcome finish(Map<String, ?> arguments) {
        return actedOn()
                .machineParts()
                .advances()
                .finish(actedOn().machineParts().firstVcpu(), arguments);
    }

    /** {@code m.finish()}. */
    default Outcome finish() {
        return finish(Map.of());
    }

    @Word(
            value = "read or write any register of the first vCPU by name: a general register, a system register, an"
                    + " MSR, or a one-reg by its constant or its id; with a second argument, write it",
            example = "m.reg 'cr0'")
    default long reg(String name) {
        return actedOn().machineParts().firstVcpu().register(name);
    }

    default void reg(String name, Number value) {
        actedOn().machineParts().firstVcpu().register(name, value);
    }

    /** {@code m.reg 0x6030000000100042}. */
    default long reg(Number id) {
        return reg(OneRegisters.name(id));
    }

    default void reg(Number id, Number value) {
        reg(OneRegisters.name(id), value);
    }

    default void reg(Map<String, ?> values) {
        actedOn().machineParts().firstVcpu().register(values);
    }

    @Word(value = "send a non-maskable interrupt to the first vCPU", example = "m.nmi()")
    default void nmi() {
        VcpuEngine first = actedOn().machineParts().firstVcpu();
        first.touch(() -> first.vcpu().ioctl("KVM_NMI", 0).get());
    }

    @Word(value = "the first vCPU's registers", example = "m.regs.rax")
    default Registers getRegs() {
        return new Registers(actedOn().machineParts().firstVcpu());
    }

    @Word(
            value = "the first vCPU's call chain, unwound with call frame information or frame pointers",
            example = "m.backtrace")
    default Backtrace getBacktrace() {
        return Backtrace.of(actedOn().machineParts(), actedOn().machineParts().firstVcpu());
    }

    /** {@code m.backtrace()}. */
    default Backtrace backtrace() {
        return getBacktrace();
    }
}
