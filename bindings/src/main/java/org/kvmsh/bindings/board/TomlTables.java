package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The tables of a file in TOML that has lists of tables and nothing else: {@code [[NAME]]}, and keys below it. */
public final class TomlTables {
    private TomlTables() {}

    /**
     * A table.
     *
     * @param place file:line:column
     * @param values by key, in order
     */
    public record Table(String place, Map<String, Value> values) {}

    /**
     * A value.
     *
     * @param value a text, a number, a boolean or a date, as {@code java.time} has them, or a list of such
     * @param place file:line:column
     */
    public record Value(Object value, String place) {}

    /**
     * Reads a file that has tables of one name.
     *
     * @throws IOException whose message is a sentence with file, line and column
     */
    public static List<Table> read(Path file, String name) throws IOException {
        return read(file, List.of(name)).get(name);
    }

    /**
     * Reads a file that has tables of some names.
     *
     * @return the tables by name, for each name a list
     * @throws IOException whose message is a sentence with file, line and column
     */
    public static Map<String, List<Table>> read(Path file, List<String> names) throws IOException {
        String expected = "[[" + String.join("]], [[", names) + "]]";
        TomlParseResult toml = TomlFile.read(file, expected);
        for (String key : toml.keySet()) {
            String place = TomlFile.at(file, toml.inputPositionOf(List.of(key)));
            if (!names.contains(key)) {
                throw new IOException(place + ": unknown key " + key + "; expected " + expected);
            }
            if (!toml.isArray(List.of(key))) {
                throw new IOException(place + ": " + key + " is not a list of tables; write [[" + key + "]]");
            }
        }
        Map<String, List<Table>> tables = new LinkedHashMap<>();
        for (String name : names) {
            tables.put(name, tables(file, name, toml));
        }
        return tables;
    }

    private static List<Table> tables(Path file, String name, TomlParseResult toml) throws IOException {
        List<Table> tables = new ArrayList<>();
        TomlArray all = toml.getArrayOrEmpty(List.of(name));
        for (int i = 0; i < all.size(); i++) {
            if (!(all.get(i) instanceof TomlTable table)) {
                throw new IOException(TomlFile.at(file, all.inputPositionOf(i)) + ": " + name
                        + " is not a list of tables; write [[" + name + "]]");
            }
            Map<String, Value> values = new LinkedHashMap<>();
            table.keySet()
                    .forEach(key -> values.put(
                            key,
                            new Value(
                                    plain(table.get(List.of(key))),
                                    TomlFile.at(file, table.inputPositionOf(List.of(key))))));
            tables.add(new Table(TomlFile.at(file, all.inputPositionOf(i)), values));
        }
        return tables;
    }

    private static Object plain(Object value) {
        return value instanceof TomlArray list ? list.toList() : value;
    }
}
