package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that are about its first vCPU. */
public interface FirstVcpuWords {
    /** The vCPU with the lowest number; refused without one. */
    ScriptVcpu firstVcpu();

    @Word(value = "single-step the first vCPU; the result shows the new pc", example = "m.step()")
    default Outcome step() {
        return firstVcpu().step();
    }

    @Word(value = "read any register of the first vCPU by name: a general register, a system register, an MSR, or a one-reg by its constant; with a second argument, write it",
            example = "m.reg 'cr0'")
    default long reg(String name) {
        return firstVcpu().reg(name);
    }

    default void reg(String name, Number value) {
        firstVcpu().reg(name, value);
    }

    default void reg(Map<String, ?> values) {
        firstVcpu().reg(values);
    }

    @Word(value = "send a non-maskable interrupt to the first vCPU", example = "m.nmi()")
    default void nmi() {
        VcpuEngine first = firstVcpu().engine();
        first.touch(() -> first.vcpu().ioctl("KVM_NMI", 0).get());
    }

    @Word(value = "the first vCPU's registers", example = "m.regs.rax")
    default Registers getRegs() {
        return firstVcpu().getRegs();
    }
}
