package org.kvmsh.bindings.abi.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The differences between two tables, one line for each fact. */
public final class TableChanges {
    private TableChanges() {}

    /** Lines that begin with + for what is new, - for what is gone and ! for what changed. */
    public static List<String> between(String before, String after) {
        Map<String, String> old = facts(before);
        Map<String, String> now = facts(after);
        List<String> changes = new ArrayList<>();
        now.forEach((fact, value) -> {
            if (!old.containsKey(fact)) {
                changes.add("+ " + fact + " " + value);
            } else if (!old.get(fact).equals(value)) {
                changes.add("! " + fact + " " + old.get(fact) + " -> " + value);
            }
        });
        old.forEach((fact, value) -> {
            if (!now.containsKey(fact)) {
                changes.add("- " + fact + " " + value);
            }
        });
        return changes;
    }

    /** A fact's kind and name to the rest of its line; a field's name is the struct's and its own. */
    private static Map<String, String> facts(String table) {
        Map<String, String> facts = new LinkedHashMap<>();
        String struct = "";
        for (String line : table.split("\n")) {
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("arch\t")) {
                continue;
            }
            String[] columns = line.split("\t", 3);
            if (columns[0].equals("struct")) {
                struct = columns[1];
            }
            String name = columns[0].equals("field") ? struct + "." + columns[1] : columns[1];
            facts.put(columns[0] + " " + name, columns[2].replace('\t', ' '));
        }
        return facts;
    }
}
