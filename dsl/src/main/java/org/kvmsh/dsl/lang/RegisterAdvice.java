package org.kvmsh.dsl.lang;

import java.util.function.BiPredicate;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;

/**
 * Advice where a register is taken for a member of a machine or a vCPU, for a word or for a variable: {@code m.rax},
 * {@code rax}.
 */
public final class RegisterAdvice {
    private RegisterAdvice() {}

    /** Empty for a name that is no register's, and for an object without registers. */
    public static String note(Class<?> owner, String name) {
        boolean hasRegisters = owner == Machine.class || owner == MachineVcpu.class;
        return !hasRegisters || !isGeneral(name)
                ? ""
                : "a register is a member of regs: " + (owner == Machine.class ? "m.regs." : "m.vcpu(0).regs.") + name;
    }

    /** Advice for a name that stands alone. */
    static String note(String name) {
        return isGeneral(name) ? name + " is a register, a member of regs: regs." + name : "";
    }

    /** The line by which a vCPU's block sets a register; empty for a name that is no register's. */
    public static String inBlock(String name, String value, boolean groovy) {
        String word = isGeneral(name) ? "regs" : isSpecial(name) ? "reg" : "";
        return word.isEmpty()
                ? ""
                : groovy ? word + " " + name + ": " + value : word + ": {" + name + ": " + value + "}";
    }

    public static boolean isRegister(String name) {
        return isGeneral(name) || isSpecial(name);
    }

    /** Whether vCPUs of any architecture have a general register of this name. */
    private static boolean isGeneral(String name) {
        return isOfAny(
                name, (abi, asked) -> Architecture.of(abi).generalRegisters(abi).has(asked));
    }

    private static boolean isSpecial(String name) {
        return isOfAny(name, (abi, asked) -> Architecture.registersOf(abi).find(asked) != null);
    }

    private static boolean isOfAny(String name, BiPredicate<Abi, String> has) {
        return Abi.tables().stream()
                .map(Abi::of)
                .filter(abi -> abi.hasStruct("kvm_regs"))
                .anyMatch(abi -> has.test(abi, name));
    }
}
