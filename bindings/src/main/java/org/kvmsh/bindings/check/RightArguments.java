package org.kvmsh.bindings.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.TsvTable;

/** Arguments as the documents have them, by ioctl: the fields that are not 0 and not what another ioctl reads. */
public final class RightArguments {
    private static final Map<String, Map<String, String>> ROWS = read();
    private static final String MEMORY = "memory";
    private static final String PREFERRED = "preferred";
    private static final String PAGE = "page";
    private static final String ARCH = ":";

    private RightArguments() {}

    private static Map<String, Map<String, String>> read() {
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (String[] row : TsvTable.rows(RightArguments.class, "right-arguments.tsv")) {
            rows.computeIfAbsent(row[0], ioctl -> new LinkedHashMap<>()).put(row[1], row[2]);
        }
        return rows;
    }

    /**
     * The fields of an ioctl's argument.
     *
     * @param page bytes of a page of the board's kernel
     * @param target the answer of KVM_ARM_PREFERRED_TARGET, asked for where it is needed
     */
    public static Map<String, Operand> of(Abi abi, String ioctl, int page, LongSupplier target) {
        Map<String, Operand> fields = new LinkedHashMap<>();
        ROWS.getOrDefault(ioctl, Map.of()).forEach((field, text) -> {
            String own = ofArchitecture(abi, text);
            if (own != null) {
                fields.put(
                        field, own.equals(PREFERRED) ? new Operand.Plain(target.getAsLong()) : operand(abi, own, page));
            }
        });
        return fields;
    }

    /** One of {@code x86_64:VALUE,arm64:VALUE}; null if the architecture has no value. */
    private static String ofArchitecture(Abi abi, String text) {
        for (String each : text.split(",")) {
            int colon = each.indexOf(ARCH);
            if (colon < 0 || each.startsWith(abi.arch() + ARCH)) {
                return each.substring(colon + 1);
            }
        }
        return null;
    }

    private static Operand operand(Abi abi, String text, int page) {
        if (text.equals(MEMORY)) {
            return new Operand.Address(0);
        } else if (text.equals(PAGE)) {
            return new Operand.Plain(page);
        }
        return new Operand.Plain(
                abi.hasConstant(text) ? abi.constant(text) : Long.parseUnsignedLong(text.replace("0x", ""), 16));
    }
}
