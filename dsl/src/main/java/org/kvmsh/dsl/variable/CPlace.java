package org.kvmsh.dsl.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.dwarf.DwarfType;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/**
 * A variable, a member or an element in guest memory.
 *
 * @param at the guest physical address of the byte in which it begins
 * @param bit its offset in that byte, of a bit-field
 * @param bits the width of a bit-field, otherwise 0
 * @param path as the script reaches it
 */
public record CPlace(VariableMemory memory, long at, DwarfType type, int bit, int bits, String path) {
    /** The most bytes that are read for one value. */
    private static final long MOST_BYTES = 64L << 20;

    /** A variable, or an element. */
    static CPlace of(VariableMemory memory, long at, DwarfType type, String path) {
        return new CPlace(memory, at, type, 0, 0, path);
    }

    /**
     * The value, read now: a number, a Boolean, the name of an enum's constant, bytes; a struct and an array read their
     * parts when they are asked for.
     */
    public Object value() {
        DwarfType plain = type.plain();
        if (plain instanceof DwarfType.Structure) {
            return new CStruct(this);
        } else if (plain instanceof DwarfType.Array) {
            return new CArray(this);
        } else if (plain instanceof DwarfType.Opaque) {
            List<Integer> bytes = new ArrayList<>();
            for (byte each : bytes()) {
                bytes.add(Byte.toUnsignedInt(each));
            }
            return bytes;
        }
        return number().read(bytes(), bit);
    }

    /** Whether it is a number of 64 bits. */
    public boolean isWide() {
        DwarfType plain = type.plain();
        return (plain instanceof DwarfType.Scalar || plain instanceof DwarfType.Pointer) && number().isWide();
    }

    private CNumber number() {
        return CNumber.of(type, bits, memory.order());
    }

    byte[] bytes() {
        return memory.read(at, length());
    }

    private int length() {
        long length = bits > 0 ? (bit + bits + Byte.SIZE - 1) / Byte.SIZE : type.size();
        if (length < 1 || length > MOST_BYTES) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name()
                            + (length < 1
                                    ? ", whose size is unknown"
                                    : ", too large to access at once: " + Bits64.size(length)),
                    length < 1 ? "" : "read or write a part of it");
        }
        return (int) length;
    }

    /** Writes a value; nothing is written if a part of it does not fit. */
    public void set(Object value) {
        byte[] bytes = bytes();
        put(bytes, 0, value);
        memory.write(at, bytes);
    }

    /**
     * Puts a value into bytes of an object that this is part of.
     *
     * @param before the bytes before this
     */
    private void put(byte[] bytes, long before, Object value) {
        DwarfType plain = type.plain();
        if (plain instanceof DwarfType.Structure structure) {
            putStruct(structure, bytes, before, value);
        } else if (plain instanceof DwarfType.Array array) {
            putArray(array, bytes, before, value);
        } else if (plain instanceof DwarfType.Opaque) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + ", which kvmsh cannot write",
                    "write its bytes: mem(" + Bits64.hex(at) + ", " + type.size() + ").write(0, [...])");
        } else {
            number().write(bytes, before * Byte.SIZE + bit, value, path);
        }
    }

    private void putStruct(DwarfType.Structure structure, byte[] bytes, long before, Object value) {
        if (value instanceof CStruct other && other.place().type.plain().equals(structure)) {
            System.arraycopy(other.place().bytes(), 0, bytes, (int) before, (int) structure.size());
            return;
        }
        if (!(value instanceof Map<?, ?> members)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + ", which takes values by member, not " + ValueInWords.of(value),
                    "members: " + String.join(", ", structure.names()));
        }
        members.forEach((name, each) -> {
            CPlace member = member(structure, String.valueOf(name));
            member.put(bytes, before + member.at - at, each);
        });
    }

    private void putArray(DwarfType.Array array, byte[] bytes, long before, Object value) {
        List<?> elements = value instanceof List<?> list ? list : List.of();
        if (value instanceof CharSequence text && isText(array)) {
            if (text.length() > array.count()) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        path + " is " + type.name() + ": a string of " + text.length() + " characters does not fit",
                        "use up to " + array.count());
            }
            List<Object> codes = new ArrayList<>();
            text.chars().forEach(codes::add);
            while (codes.size() < array.count()) {
                codes.add(0);
            }
            elements = codes;
        } else if (!(value instanceof List<?>)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + ", which takes a list" + (isText(array) ? " or a string" : "")
                            + ", not " + ValueInWords.of(value));
        }
        if (elements.size() != array.count()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + ", but the list has " + elements.size()
                            + (elements.size() == 1 ? " element" : " elements"),
                    "use " + array.count());
        }
        for (int i = 0; i < elements.size(); i++) {
            CPlace element = element(array, i);
            element.put(bytes, before + element.at - at, elements.get(i));
        }
    }

    static boolean isText(DwarfType.Array array) {
        return array.element().plain() instanceof DwarfType.Scalar scalar && scalar.kind() == DwarfType.Kind.CHAR;
    }

    /** A member of a struct or union. */
    CPlace member(DwarfType.Structure structure, String name) {
        DwarfType.Member member = structure.find(name);
        if (member == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    structure.name() + " has no member " + name,
                    Nearest.note(name, structure.names()),
                    structure.names().isEmpty() ? "" : "it has: " + String.join(", ", structure.names()));
        }
        return new CPlace(
                memory,
                at + member.bit() / Byte.SIZE,
                member.type(),
                (int) (member.bit() % Byte.SIZE),
                member.bits(),
                (path.startsWith("*") ? path.substring(1) + "->" : path + ".") + name);
    }

    /** A member of a struct or union, or of that which a pointer points to. */
    CPlace member(String name) {
        if (type.plain() instanceof DwarfType.Structure structure) {
            return member(structure, name);
        } else if (type.plain() instanceof DwarfType.Pointer) {
            return pointee().member(name);
        }
        throw new ScriptError(Site.UNKNOWN, path + " is " + type.name() + ", which has no members");
    }

    /** An element of an array, or of those that a pointer points to. */
    CPlace element(long index) {
        if (type.plain() instanceof DwarfType.Array array) {
            return element(array, index);
        }
        return pointee(index, path + "[" + index + "]");
    }

    /** What a pointer points to. */
    CPlace pointee() {
        return pointee(0, "*" + path);
    }

    private CPlace pointee(long index, String reached) {
        if (!(type.plain() instanceof DwarfType.Pointer pointer)) {
            throw new ScriptError(Site.UNKNOWN, path + " is " + type.name() + ", not a pointer");
        }
        long address = (Long) value();
        if (address == 0) {
            throw new ScriptError(Site.UNKNOWN, path + " is 0x0, a null pointer");
        }
        DwarfType target = pointer.target().get();
        return of(memory, memory.physical(address + index * target.size(), target.size(), path), target, reached);
    }

    /** An element of an array. */
    CPlace element(DwarfType.Array array, long index) {
        if (index < 0 || index >= array.count()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + array.name() + ": no element [" + index + "]",
                    array.count() == 0
                            ? "its length is not known"
                            : "elements: [0]" + (array.count() == 1 ? "" : " to [" + (array.count() - 1) + "]"));
        }
        return of(memory, at + index * array.element().size(), array.element(), path + "[" + index + "]");
    }

    /** The value as text, read now. */
    public String text() {
        return VariableText.of(this, bytes());
    }
}
