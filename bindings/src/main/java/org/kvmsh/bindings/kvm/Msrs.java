package org.kvmsh.bindings.kvm;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kvmsh.bindings.text.TsvTable;

/** The names of x86's most used model-specific registers, from the table {@code msrs.tsv}; KVM's headers have none. */
public final class Msrs {
    private Msrs() {}

    /** Read at first use. */
    private static final class Table {
        private static final Map<String, Long> NUMBERS = new TreeMap<>();

        static {
            for (String[] columns : TsvTable.rows(Msrs.class, "msrs.tsv")) {
                NUMBERS.put(columns[0], Long.decode(columns[1]));
            }
        }
    }

    /** The number of a register, or null for an unknown name. */
    public static Long number(String name) {
        return Table.NUMBERS.get(name);
    }

    /** The known names, in alphabetical order: MSR_EFER. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(Table.NUMBERS.keySet());
    }
}
