package org.kvmsh.dsl.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The examples of values.md, each of one or several values whose members it uses. */
final class ValueExamples {
    private static final String VALUES = "## ";

    private final Map<List<String>, String> all = read();

    /** Markdown by the names of the values. */
    private static Map<List<String>, String> read() {
        Map<List<String>, StringBuilder> all = new LinkedHashMap<>();
        List<String> values = List.of();
        for (String line : WordDetails.text("values.md").lines().toList()) {
            if (line.startsWith(VALUES)) {
                values = List.of(line.substring(VALUES.length()).split(", "));
                all.put(values, new StringBuilder());
            } else {
                all.get(values).append(line).append('\n');
            }
        }
        Map<List<String>, String> texts = new LinkedHashMap<>();
        all.forEach((names, text) -> texts.put(names, text.toString().strip() + "\n"));
        return texts;
    }

    /** The example in a value's section, or where it is if another value has it. */
    String of(String value) {
        for (Map.Entry<List<String>, String> example : all.entrySet()) {
            if (example.getKey().contains(value)) {
                String first = example.getKey().get(0);
                return first.equals(value) ? example.getValue() : "Example: see `" + first + "`.\n";
            }
        }
        return "";
    }
}
