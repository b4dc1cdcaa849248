package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** A capability, or another fact of a board, that another board has otherwise. */
public record CapabilityDifference(
        @Word(
                value = "what differs: a capability, a device type, a VM type, a proposed ioctl, a parameter of a KVM"
                        + " module, arch, kernel or pageSize",
                example = "caps.diff('A', 'B').all[0].name")
        String name,

        @Word(
                value = "the first board's value; if not supported, 0 for a capability and null for anything" + " else",
                example = "caps.diff('A', 'B').all[0].first")
        Object first,

        @Word(value = "the second board's value", example = "caps.diff('A', 'B').all[0].second")
        Object second,

        @Word(
                value = "for a mask: the names of the bits that only the first board has",
                example = "caps.diff('A', 'B').all[0].onlyFirst")
        List<String> onlyFirst,

        @Word(
                value = "for a mask: the names of the bits that only the second board has",
                example = "caps.diff('A', 'B').all[0].onlySecond")
        List<String> onlySecond)
        implements AsJson {
    /** The text of what a board does not have. */
    public static final String NOT = "-";

    public String firstText() {
        return text(first);
    }

    public String secondText() {
        return text(second);
    }

    /** The bits that differ, a line each; none for other values. */
    List<String> bits() {
        List<String> lines = new ArrayList<>();
        onlyFirst.forEach(bit -> lines.add("  A only: " + bit));
        onlySecond.forEach(bit -> lines.add("  B only: " + bit));
        return lines;
    }

    private String text(Object value) {
        if (!(value instanceof Integer number)) {
            return value == null ? NOT : Boolean.TRUE.equals(value) ? "yes" : value.toString();
        }
        boolean capability = name.startsWith("KVM_CAP_");
        boolean mask = !onlyFirst.isEmpty() || !onlySecond.isEmpty() || number < 0 || number >= 0x10000;
        return capability && number == 0
                ? NOT
                : capability && mask ? "0x" + Integer.toHexString(number) : number.toString();
    }

    @Override
    public String toString() {
        return name + ": A " + firstText() + ", B " + secondText();
    }
}
