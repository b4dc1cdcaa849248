package org.kvmsh.bindings.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The constants of the headers that a number stands for: one of them, several of them as flags, or the numbers of its
 * bits; or that it is read in hex.
 */
public final class Meaning {
    static final AbiTable TABLE = AbiTable.resource("meanings");

    /** Between an architecture and a name that has its meaning there alone. */
    private static final String ARCH = ":";

    /** The kinds of rows, as meanings.tsv names them. */
    private enum Kind {
        VALUES,
        COMMAND,
        FLAGS,
        BITS,
        HEX
    }

    private final Kind kind;
    private final List<String> names;
    private final Map<String, Long> constants = new LinkedHashMap<>();

    private Meaning(Abi abi, Kind kind, String names) {
        this.kind = kind;
        this.names = kind == Kind.HEX
                ? List.of()
                : Stream.of(names.split(","))
                        .filter(name -> !name.contains(ARCH) || name.startsWith(abi.arch() + ARCH))
                        .map(name -> name.substring(name.indexOf(ARCH) + 1))
                        .toList();
        this.names.forEach(name -> {
            if (name.endsWith("_")) {
                constants.putAll(kind == Kind.COMMAND ? Command.among(abi.constants(name)) : abi.constants(name));
            } else if (abi.hasConstant(name)) {
                constants.put(name, abi.constant(name));
            }
        });
    }

    /**
     * The table's entry for a field or an ioctl's argument, or null.
     *
     * @param path {@code STRUCT.FIELD}, an ioctl, or {@code STRUCT.FIELD@CONSTANT}; a row without an index is for every
     *     element
     */
    static Meaning of(Abi abi, String path) {
        for (String name : List.of(path, path.replaceFirst("\\[\\d+](?=$|@)", ""))) {
            for (Kind kind : Kind.values()) {
                String[] row = TABLE.line(kind.name().toLowerCase(Locale.ROOT), name);
                if (row != null) {
                    return new Meaning(abi, kind, row[2]);
                }
            }
        }
        return null;
    }

    /** The field of a struct that selects the meaning of the others, or null. */
    static String selecting(String struct) {
        String[] row = TABLE.line("selects", struct);
        return row == null ? null : row[2];
    }

    /** The pattern of the constants' names, as {@code KVM_MEM_...}; empty if there are none. */
    public String names() {
        return names.stream()
                .map(name -> name.endsWith("_") ? name + "..." : name)
                .collect(Collectors.joining(", "));
    }

    /** The names as the table has them: constants and prefixes of names, separated by commas. */
    public String key() {
        return String.join(",", names);
    }

    /** The constants' values; empty if the number has none. */
    public List<Long> values() {
        return List.copyOf(constants.values());
    }

    /** Whether the number is bits rather than a count: it is read in hex where they have no names. */
    public boolean isBits() {
        return kind != Kind.VALUES && kind != Kind.COMMAND;
    }

    /**
     * The constant of a value, or those of its bits joined by {@code |}.
     *
     * @param value the field's or argument's 64 bits
     * @return null if none has a name
     */
    public String of(long value) {
        return of(value, 0);
    }

    /** @param firstBit the number of the lowest bit, where the value is an element of an array of bits */
    String of(long value, int firstBit) {
        if (!isBits()) {
            return named(value).findFirst().orElse(null);
        }
        List<String> found = new ArrayList<>();
        long unnamed = value;
        for (long left = value; left != 0; left &= left - 1) {
            long bit = Long.lowestOneBit(left);
            String name = named(kind == Kind.FLAGS ? bit : firstBit + Long.numberOfTrailingZeros(bit))
                    .findFirst()
                    .orElse(null);
            if (name != null) {
                found.add(name);
                unnamed &= ~bit;
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        return String.join(" | ", found) + (unnamed == 0 ? "" : " | 0x" + Long.toHexString(unnamed));
    }

    private Stream<String> named(long value) {
        return constants.entrySet().stream()
                .filter(constant -> constant.getValue() == value)
                .map(Map.Entry::getKey);
    }
}
