package org.kvmsh.bindings.abi;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kvmsh.bindings.text.TsvTable;

/** The names of SBI's extensions, of their functions and of their errors, from the table {@code sbi.tsv}. */
public final class SbiCalls {
    private static final Map<String, Long> NUMBERS = new TreeMap<>();
    private static final Map<Long, String> EXTENSIONS = new HashMap<>();
    private static final Map<String, Map<Long, String>> FUNCTIONS = new HashMap<>();

    static {
        for (String[] columns : TsvTable.rows(SbiCalls.class, "sbi.tsv")) {
            String name = columns[1];
            long number = Long.decode(columns[2]);
            NUMBERS.put(name, number);
            if (columns[0].equals("extension")) {
                EXTENSIONS.put(number, name);
            } else if (columns[0].equals("function")) {
                String extension = EXTENSIONS.values().stream()
                        .filter(each -> name.startsWith(each + "_"))
                        .findFirst()
                        .orElseThrow();
                FUNCTIONS.computeIfAbsent(extension, none -> new HashMap<>()).put(number, name);
            }
        }
    }

    private SbiCalls() {}

    /** The number of SBI_EXT_DBCN, of SBI_EXT_DBCN_CONSOLE_WRITE or of SBI_ERR_DENIED, or null for an unknown name. */
    public static Long number(String name) {
        return NUMBERS.get(name);
    }

    /**
     * The name of an extension, or its id if it is unknown.
     *
     * @param id as in a7
     */
    public static String extension(long id) {
        String name = EXTENSIONS.get(id);
        return name == null ? "0x" + Long.toHexString(id) : name;
    }

    /**
     * The name of a function, or its extension's and its number.
     *
     * @param extension the extension's id, as in a7
     * @param function the function's id, as in a6
     */
    public static String name(long extension, long function) {
        String name = FUNCTIONS.getOrDefault(extension(extension), Map.of()).get(function);
        return name == null ? extension(extension) + " function " + Long.toUnsignedString(function) : name;
    }

    /** Every name. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(NUMBERS.keySet());
    }
}
