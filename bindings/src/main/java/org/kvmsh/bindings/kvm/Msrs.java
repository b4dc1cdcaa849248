package org.kvmsh.bindings.kvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The names of x86's model-specific registers that software uses most, from the table {@code msrs.tsv}; KVM's headers have none. */
public final class Msrs {
    private Msrs() { }

    /** Read when it is first asked for. */
    private static final class Table {
        private static final Map<String, Long> NUMBERS = new TreeMap<>();

        static {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(Msrs.class.getResourceAsStream("msrs.tsv")), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.charAt(0) != '#') {
                        String[] columns = line.split("\t");
                        NUMBERS.put(columns[0], Long.decode(columns[1]));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The number of a register; null where there is none of that name. */
    public static Long number(String name) {
        return Table.NUMBERS.get(name);
    }

    public static Set<String> names() {
        return Collections.unmodifiableSet(Table.NUMBERS.keySet());
    }
}
