package org.kvmsh.bindings.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One table: one fact per line, columns separated by tabs, as described in the file's head. Reading notes only where
 * each fact is; a fact is parsed on first use, because a session needs few of them and should start fast.
 */
final class AbiTable {
    private final String text;
    /** The offset at which the line of a fact begins, by the fact's kind and name, in the table's order. */
    private final Map<String, Map<String, Integer>> places = new HashMap<>();

    private AbiTable(String text) {
        this.text = text;
        String kind = "";
        Map<String, Integer> ofKind = Map.of();
        for (int at = 0; at < text.length(); at = text.indexOf('\n', at) + 1) {
            if (text.charAt(at) == '#' || text.startsWith("field\t", at)) {
                continue;
            }
            int tab = text.indexOf('\t', at);
            if (!text.startsWith(kind, at) || tab != at + kind.length()) {
                kind = text.substring(at, tab);
                ofKind = places.computeIfAbsent(kind, key -> new LinkedHashMap<>());
            }
            ofKind.put(text.substring(tab + 1, text.indexOf('\t', tab + 1)), at);
        }
    }

    /** A table that comes with kvmsh. */
    static AbiTable resource(String name) {
        try (InputStream in = AbiTable.class.getResourceAsStream(name + ".tsv")) {
            if (in == null) {
                throw new IllegalArgumentException("no ABI table " + name);
            }
            return of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AbiTable of(String lines) {
        return new AbiTable(lines);
    }

    /** The lines of the mail that an ioctl's line names. */
    String ofMail(String ioctl) {
        String mail = line("ioctl", ioctl)[6];
        StringBuilder lines = new StringBuilder();
        boolean its = false;
        for (String line : text.lines().toList()) {
            its = line.startsWith("field\t") ? its : List.of(line.split("\t")).contains(mail);
            if (its) {
                lines.append(line).append('\n');
            }
        }
        return lines.toString();
    }

    /** The columns of the line of a kind and a name, or null. */
    String[] line(String kind, String name) {
        Integer start = places.getOrDefault(kind, Map.of()).get(name);
        return start == null ? null : columns(start);
    }

    /** The names of all facts of a kind. */
    Set<String> names(String kind) {
        return places.getOrDefault(kind, Map.of()).keySet();
    }

    /** The columns of the field lines that follow a struct's line. */
    List<String[]> fields(String struct) {
        List<String[]> fields = new ArrayList<>();
        int at = text.indexOf('\n', places.get("struct").get(struct)) + 1;
        while (text.startsWith("field\t", at)) {
            fields.add(columns(at));
            at = text.indexOf('\n', at) + 1;
        }
        return fields;
    }

    private String[] columns(int start) {
        int end = text.indexOf('\n', start);
        List<String> columns = new ArrayList<>(10);
        int from = start;
        for (int tab = text.indexOf('\t', from); tab >= 0 && tab < end; tab = text.indexOf('\t', from)) {
            columns.add(text.substring(from, tab));
            from = tab + 1;
        }
        columns.add(text.substring(from, end));
        return columns.toArray(String[]::new);
    }
}
