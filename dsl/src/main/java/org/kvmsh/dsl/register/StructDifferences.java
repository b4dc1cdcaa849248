package org.kvmsh.dsl.register;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.dsl.script.Bits64;

/** The fields whose values differ between two readings of a struct. */
public final class StructDifferences {
    private StructDifferences() {}

    /**
     * Adds the fields that differ, each with both values; bytes behind the fields differ as a whole.
     *
     * @param name of the struct in the names of the fields
     * @param after null if it could not be read
     */
    public static void of(
            Abi abi, Struct struct, String name, byte[] before, byte[] after, Map<String, String> differences) {
        if (Arrays.equals(before, after)) {
            return;
        } else if (after == null || after.length != before.length || before.length < struct.size()) {
            ofBytes(name, before, after, differences);
            return;
        }
        int known = differences.size();
        HeapRegion then = new HeapRegion(before, abi.order());
        HeapRegion now = new HeapRegion(after, abi.order());
        for (Field field : struct.fields()) {
            for (int i = 0; i < field.count() && field.bytes() <= Long.BYTES; i++) {
                int at = field.offset() + i * field.bytes();
                if (!Arrays.equals(before, at, at + field.bytes(), after, at, at + field.bytes())) {
                    differences.put(
                            name + "." + field.name() + (field.count() > 1 ? "[" + i + "]" : ""),
                            Bits64.hex(then.get(at, field.bytes())) + " -> " + Bits64.hex(now.get(at, field.bytes())));
                }
            }
        }
        if (differences.size() == known) {
            int at = Arrays.mismatch(before, after);
            ofBytes(
                    name + " from byte " + at,
                    Arrays.copyOfRange(before, at, before.length),
                    Arrays.copyOfRange(after, at, after.length),
                    differences);
        }
    }

    /** Adds bytes that differ, each with both values. */
    public static void ofBytes(String name, byte[] before, byte[] after, Map<String, String> differences) {
        if (!Arrays.equals(before, after)) {
            differences.put(name, hex(before) + " -> " + (after == null ? "none" : hex(after)));
        }
    }

    private static String hex(byte... bytes) {
        int shown = Math.min(bytes.length, 2 * Long.BYTES);
        return HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
    }
}
