package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.Vcpu;

/** A call of the kernel's that sets registers, all of them at once. */
public interface RegisterCall {
    /** {@code KVM_SET_SREGS}. */
    String name();

    Map<Register, Long> read(Vcpu vcpu, List<Register> registers);

    /** Sets registers; those that are not named keep what they hold. */
    void write(Vcpu vcpu, Map<Register, Long> values);

    /**
     * Sets registers of any kind, each call once: a kernel checks a call's values together, so that CR0.PG and EFER.LME
     * cannot be set one by one (arch/x86/kvm/x86.c, kvm_is_valid_sregs).
     */
    static void writeAll(Vcpu vcpu, Map<Register, Long> values) {
        Map<RegisterCall, Map<Register, Long>> calls = new LinkedHashMap<>();
        values.forEach((register, value) -> calls.computeIfAbsent(register.by(), call -> new LinkedHashMap<>())
                .put(register, value));
        calls.forEach((call, own) -> call.write(vcpu, own));
    }

    /** The registers by the call that reaches them. */
    static Map<RegisterCall, List<Register>> byCall(Collection<Register> registers) {
        Map<RegisterCall, List<Register>> calls = new LinkedHashMap<>();
        registers.forEach(register ->
                calls.computeIfAbsent(register.by(), call -> new ArrayList<>()).add(register));
        return calls;
    }

    /** Reads registers of any kind, each call once. */
    static Map<Register, Long> readAll(Vcpu vcpu, Collection<Register> registers) {
        Map<Register, Long> values = new LinkedHashMap<>();
        byCall(registers).forEach((call, own) -> values.putAll(call.read(vcpu, own)));
        return values;
    }
}
