package org.kvmsh.bindings.kvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;

/** Why a call gives an errno, from the table {@code errno.tsv}: call, errno, rule, source. */
public final class ErrnoRules {
    private static final String ANY = "*";

    private ErrnoRules() { }

    /** Reading the table waits for the first error that wants it. */
    private static final class Table {
        private static final Map<String, String> RULES = read();

        private static Map<String, String> read() {
            Map<String, String> rules = new HashMap<>();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(ErrnoRules.class.getResourceAsStream("errno.tsv")), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isEmpty() && line.charAt(0) != '#') {
                        String[] columns = line.split("\t");
                        rules.merge(key(columns[0], Errno.valueOf(columns[1]).number()), columns[2] + " (" + columns[3] + ")",
                                (one, other) -> one + "; or " + other);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rules;
        }
    }

    /** The rule of a call on a board: a patch's own, where one was read over the board's ABI, else the table's. */
    public static String rule(Abi abi, String call, int errno) {
        String patched = abi.rule(call, Errno.name(errno));
        return patched != null ? patched : rule(call, errno);
    }

    /** Every errno of a call that has a rule on a board, by its name. */
    public static Map<String, String> rules(Abi abi, String call) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (Errno errno : Errno.values()) {
            String patched = abi.rule(call, errno.name());
            String rule = patched != null ? patched : Table.RULES.get(key(call, errno.number()));
            if (rule != null) {
                rules.put(errno.name(), rule);
            }
        }
        return rules;
    }

    /** The rule and its source, that of any ioctl where the table has none of this one; null where it knows none. */
    public static String rule(String call, int errno) {
        String own = Table.RULES.get(key(call, errno));
        return own == null && call.startsWith("KVM_") ? Table.RULES.get(key(ANY, errno)) : own;
    }

    private static String key(String call, int errno) {
        return call + ' ' + errno;
    }
}
