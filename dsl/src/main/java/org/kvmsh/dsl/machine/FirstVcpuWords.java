package org.kvmsh.dsl.machine;

import java.util.Map;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that are about its first vCPU. */
public interface FirstVcpuWords {
    /** The vCPU with the lowest number; refuses where there is none. */
    MachineVcpu firstVcpu();

    @Word(value = "one instruction of the first vCPU; the answer says where it is then", example = "m.step()")
    default Outcome step() {
        return firstVcpu().step();
    }

    @Word(value = "any register of the first vCPU by its name: a general one, a system register, an MSR, a one-reg by its constant; with a second value it is set",
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

    @Word(value = "a non-maskable interrupt for the first vCPU", example = "m.nmi()")
    default void nmi() {
        MachineVcpu first = firstVcpu();
        first.touch(() -> first.vcpu().ioctl("KVM_NMI", 0).get());
    }

    @Word(value = "the first vCPU's registers", example = "m.regs.rax")
    default Registers getRegs() {
        return firstVcpu().getRegs();
    }
}
