package org.kvmsh.dsl.variable;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.kvmsh.bindings.code.dwarf.DwarfType;

/** Values of C as text: {@code {x: 1, y: 2}}, {@code [1, 2]}, {@code "hello"}. */
final class VariableText {
    private static final int MOST_ELEMENTS = 64;

    private final CPlace whole;
    private final byte[] bytes;

    private VariableText(CPlace whole, byte[] bytes) {
        this.whole = whole;
        this.bytes = bytes;
    }

    /** @param bytes of the value, which are read once */
    static String of(CPlace place, byte[] bytes) {
        return new VariableText(place, bytes).text(place.type(), 0, place.bit(), place.bits());
    }

    private String text(DwarfType type, long at, int bit, int bits) {
        DwarfType plain = type.plain();
        if (plain instanceof DwarfType.Structure structure) {
            return struct(structure, at);
        } else if (plain instanceof DwarfType.Array array) {
            return array(array, at);
        } else if (plain instanceof DwarfType.Opaque) {
            return "bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes, (int) at, (int) (at + plain.size()));
        }
        return CNumber.of(type, bits, whole.memory().order()).text(bytes, at * Byte.SIZE + bit, whole.memory());
    }

    private String struct(DwarfType.Structure structure, long at) {
        List<String> members = new ArrayList<>();
        for (String name : structure.names()) {
            DwarfType.Member member = structure.find(name);
            if (member.type().size() > 0) {
                members.add(name + ": "
                        + text(
                                member.type(),
                                at + member.bit() / Byte.SIZE,
                                (int) (member.bit() % Byte.SIZE),
                                member.bits()));
            }
        }
        return "{" + String.join(", ", members) + "}";
    }

    private String array(DwarfType.Array array, long at) {
        String text = CPlace.isText(array) ? string(at, array.count()) : null;
        if (text != null) {
            return text;
        }
        List<String> elements = new ArrayList<>();
        for (long i = 0; i < Math.min(MOST_ELEMENTS, array.count()); i++) {
            elements.add(text(array.element(), at + i * array.element().size(), 0, 0));
        }
        if (array.count() > MOST_ELEMENTS) {
            elements.add("… " + (array.count() - MOST_ELEMENTS) + " more");
        }
        return "[" + String.join(", ", elements) + "]";
    }

    /** A string of C up to its zero; null for bytes that are not one. */
    private String string(long at, long count) {
        StringBuilder text = new StringBuilder("\"");
        for (long i = at; i < at + count && bytes[(int) i] != 0; i++) {
            char each = (char) bytes[(int) i];
            if (each == '\n' || each == '\t') {
                text.append(each == '\n' ? "\\n" : "\\t");
            } else if (each < ' ' || each > '~') {
                return null;
            } else {
                text.append(each == '"' || each == '\\' ? "\\" : "").append(each);
            }
        }
        return text.append('"').toString();
    }
}
