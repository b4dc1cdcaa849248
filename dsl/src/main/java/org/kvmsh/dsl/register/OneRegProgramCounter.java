package org.kvmsh.dsl.register;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * The pc of an architecture whose pc is a one-reg; it is a guest physical address while another register disables
 * translation.
 *
 * @param translation the register that controls translation
 * @param isOff whether that value disables it
 * @param mode of a vCPU's code
 */
public record OneRegProgramCounter(
        OneRegisterSet general, Register translation, LongPredicate isOff, Function<Vcpu, CodeMode> mode)
        implements ProgramCounter {
    private static final String PC = "pc";

    @Override
    public long address(Vcpu vcpu) {
        return general.read(vcpu, List.of(PC)).get(PC);
    }

    @Override
    public Code code(Vcpu vcpu, long address) {
        return new Code(isOff.test(translation.read(vcpu)) ? address : NOWHERE, mode.apply(vcpu));
    }
}
