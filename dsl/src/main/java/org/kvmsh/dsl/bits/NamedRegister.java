package org.kvmsh.dsl.bits;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** A register as it was when it was read; its fields are members. */
public final class NamedRegister implements AsJson {
    private final BitLayout layout;
    private final BigInteger bits;

    /** @param bits as an unsigned number */
    public NamedRegister(BitLayout layout, BigInteger bits) {
        this.layout = layout;
        this.bits = bits;
    }

    /** A register of at most 64 bits. */
    public static NamedRegister of(BitLayout layout, long bits) {
        return new NamedRegister(layout, new BigInteger(Long.toUnsignedString(bits)));
    }

    /** A register in the bytes that a call returned, of which the lowest is the first. */
    public static NamedRegister of(BitLayout layout, byte[] bytes, int at) {
        byte[] high = new byte[layout.bits() / Byte.SIZE];
        for (int i = 0; i < high.length; i++) {
            high[high.length - 1 - i] = bytes[at + i];
        }
        return new NamedRegister(layout, new BigInteger(1, high));
    }

    /** The same register under another name. */
    NamedRegister called(String name) {
        return new NamedRegister(layout.called(name), bits);
    }

    /** Its layout. */
    public BitLayout layout() {
        return layout;
    }

    BigInteger bits() {
        return bits;
    }

    /** The value of a member: the number that a field holds. */
    @Word(value = "the value of a field of the register, by name", example = "m.vcpu(0).control.cr0.get('PE')")
    public Object get(String name) {
        return layout.field(name)
                .<Object>map(field -> field.in(bits))
                .orElseThrow(() -> new ScriptError(
                        Site.UNKNOWN,
                        layout.register() + " has no field " + name,
                        Nearest.note(name, fields()),
                        fields().isEmpty() ? "" : "it has: " + String.join(", ", fields())));
    }

    @Word(value = "all bits of the register as one number", example = "m.vcpu(0).control.cr0.value")
    public Object getValue() {
        return layout.bits() <= Long.SIZE ? (Object) bits.longValue() : bits;
    }

    @Word(
            value = "the names of the set bits; wider fields as NAME=VALUE; other bits in hex",
            example = "m.vcpu(0).control.cr0.names",
            js = "m.vcpu(0).control.cr0.names.includes('ET')")
    public List<String> getNames() {
        return layout.pieces(bits);
    }

    /** What a field holds, or, of the name {@code value}, the register. */
    public Object member(String name) {
        return name.equals("value") ? getValue() : get(name);
    }

    /** The names of the fields. */
    public List<String> fields() {
        return layout.fields().stream().map(BitField::name).toList();
    }

    /** Whether another register has the same fields and holds the same. */
    boolean isLike(NamedRegister other) {
        return bits.equals(other.bits)
                && layout.bits() == other.layout.bits()
                && layout.fields().equals(other.layout.fields());
    }

    /** Whether a field, or the register itself, has 64 bits or more. */
    public boolean isWide(String name) {
        return layout.field(name).map(BitField::width).orElse(layout.bits()) >= Long.SIZE;
    }

    /** {@code 0x0000000080000011}, as wide as the register. */
    String hex() {
        String digits = bits.toString(16);
        return "0x" + "0".repeat(Math.max(0, layout.bits() / 4 - digits.length())) + digits;
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("value", "0x" + bits.toString(16));
        if (!layout.fields().isEmpty()) {
            facts.put("names", getNames());
        }
        return facts;
    }

    @Override
    public String toString() {
        return (layout.isOfVectors() ? "" : hex() + "  ") + String.join("|", getNames());
    }
}
