package org.kvmsh.bindings.abi;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kvmsh.bindings.text.TsvTable;

/** The names of PAPR's hypercalls and of their answers, from the table {@code hypercalls.tsv}. */
public final class Hypercalls {
    private static final Map<String, Long> NUMBERS = new TreeMap<>();
    /** Calls alone: a small number is an answer's, too. */
    private static final Map<Long, String> CALLS = new HashMap<>();

    static {
        for (String[] columns : TsvTable.rows(Hypercalls.class, "hypercalls.tsv")) {
            NUMBERS.put(columns[1], Long.decode(columns[2]));
            if (columns[0].equals("call")) {
                CALLS.put(Long.decode(columns[2]), columns[1]);
            }
        }
    }

    private Hypercalls() {}

    /** The number of H_PUT_TERM_CHAR, or of an answer's name, or null for an unknown name. */
    public static Long number(String name) {
        return NUMBERS.get(name);
    }

    /**
     * The name of a hypercall, or its number if it is unknown.
     *
     * @param number as in r3
     */
    public static String name(long number) {
        String name = CALLS.get(number);
        return name == null ? "0x" + Long.toHexString(number) : name;
    }

    /** Every name, calls and answers. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(NUMBERS.keySet());
    }
}
