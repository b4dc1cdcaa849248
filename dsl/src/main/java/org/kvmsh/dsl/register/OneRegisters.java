package org.kvmsh.dsl.register;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * A one-reg. Source: api.rst 4.68: the highest byte of an id is the architecture, bits 52 to 55 the size in bytes, as a
 * power of two.
 */
public record OneRegisters(long id, int bytes) implements Register, RegisterCall {
    private static final String PREFIX = "KVM_REG_";

    /** The one-reg of an id. */
    public static Register of(long id, Abi abi) {
        long shift = abi.constant("KVM_REG_SIZE_SHIFT");
        return new OneRegisters(id, 1 << ((id & abi.constant("KVM_REG_SIZE_MASK")) >>> shift));
    }

    /** Every constant that is an id, by its name and by what is specific in it: lpcr of KVM_REG_PPC_LPCR. */
    static void of(Abi abi, Map<String, Register> into) {
        if (!abi.hasConstant("KVM_REG_ARCH_MASK")) {
            return;
        }
        String own = abi.arch().oneRegs();
        if (!abi.hasConstant(own)) {
            return;
        }
        long arch = abi.constant(own);
        for (Constant constant : abi.constants()) {
            boolean isId = constant.name().startsWith(PREFIX)
                    && (constant.value() & abi.constant("KVM_REG_ARCH_MASK")) == arch
                    && (constant.value() & ~abi.constant("KVM_REG_ARCH_MASK")) != 0;
            Register register = isId ? of(constant.value(), abi) : null;
            if (register instanceof OneRegisters one && one.bytes() <= Long.BYTES && one.bytes() > 1) {
                into.put(constant.name(), register);
                into.putIfAbsent(
                        constant.name().replaceFirst("^KVM_REG_[A-Z0-9]+_", "").toLowerCase(Locale.ROOT), register);
            }
        }
    }

    @Override
    public RegisterCall by() {
        return this;
    }

    @Override
    public String name() {
        return "KVM_SET_ONE_REG";
    }

    @Override
    public Map<Register, Long> read(Vcpu vcpu, List<Register> registers) {
        try (OneReg register = new OneReg(vcpu, bytes)) {
            return Map.of(this, register.get(id));
        }
    }

    @Override
    public void write(Vcpu vcpu, Map<Register, Long> values) {
        try (OneReg register = new OneReg(vcpu, bytes)) {
            register.set(id, values.get(this));
        }
    }
}
