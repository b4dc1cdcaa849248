package org.kvmsh.dsl.register;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A one-reg. Source: api.rst 4.68: the highest byte of an id is the architecture, bits 52 to 55 the size in bytes, as a
 * power of two.
 */
public record OneRegisters(long id, int bytes) implements Register, RegisterCall {
    private static final String PREFIX = "KVM_REG_";
    private static final String NUMBER = "0x";
    /** The lowest of the bits that are the architecture. */
    private static final int ARCH_SHIFT = 56;

    /** The one-reg of an id. */
    public static Register of(long id, Abi abi) {
        return new OneRegisters(id, bytes(id, abi));
    }

    /** The size that an id encodes. */
    static int bytes(long id, Abi abi) {
        return 1 << ((id & abi.constant("KVM_REG_SIZE_MASK")) >>> abi.constant("KVM_REG_SIZE_SHIFT"));
    }

    /**
     * The name of a number: {@code 0x6030000000100042}.
     *
     * @param id a one-reg's id
     */
    public static String name(Number id) {
        return NUMBER + Long.toHexString(Bits64.of(id, "a one-reg's id", Site.UNKNOWN));
    }

    /**
     * The one-reg of a number in hex, or of a constant, or null for another name.
     *
     * @throws ScriptError if the number is not an id of the architecture
     */
    static Register numbered(String name, Abi abi, Site site) {
        Long id = id(name, abi);
        if (id == null || !abi.hasConstant("KVM_REG_ARCH_MASK")) {
            return null;
        }
        String own = abi.arch().oneRegs();
        long arch = id & abi.constant("KVM_REG_ARCH_MASK");
        if (!abi.hasConstant(own) || arch != abi.constant(own)) {
            throw new ScriptError(
                    site,
                    Bits64.hex(id) + " is not a one-reg id of " + abi.arch() + ": bits 56 to 63 are "
                            + Bits64.hex(arch >>> ARCH_SHIFT)
                            + (abi.hasConstant(own)
                                    ? ", but " + own + " has " + Bits64.hex(abi.constant(own) >>> ARCH_SHIFT) + " there"
                                    : ""));
        }
        return of(id, abi);
    }

    /** The refusal of a register with a value beyond 64 bits, for the caller to throw. */
    static ScriptError tooWide(String name, Register wide, Site site) {
        String id = Bits64.hex(((OneRegisters) wide).id);
        return new ScriptError(
                site,
                (name.equals(id) ? "the one-reg " + id : name + ", the one-reg " + id + ",") + " has " + wide.bytes()
                        + " bytes, and reg takes at most " + Long.BYTES,
                "to access a larger register, call KVM_GET_ONE_REG and KVM_SET_ONE_REG with ioctl");
    }

    private static Long id(String name, Abi abi) {
        if (name.startsWith(PREFIX) && abi.hasConstant(name)) {
            return abi.constant(name);
        }
        try {
            return name.startsWith(NUMBER) ? (Long) Long.parseUnsignedLong(name.substring(NUMBER.length()), 16) : null;
        } catch (NumberFormatException e) {
            return null;
        }
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
