package org.kvmsh.repl.boards;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.repl.abi.Json;

/**
 * An object in a file of {@code kvmsh test --output json}, whose members are read with their types.
 *
 * @param path how a message calls it; empty for the whole file
 */
record ResultPart(Path file, String path, Map<?, ?> members) {
    private static final String OTHERWISE =
            "expected the output of kvmsh test --output json; remove the file to run its board again";

    /** The whole of a file. */
    static ResultPart of(Path file) throws IOException {
        if (Json.facts(file, OTHERWISE) instanceof Map<?, ?> members) {
            return new ResultPart(file, "", members);
        }
        throw new IOException(file + ": not a JSON object; " + OTHERWISE);
    }

    /** The objects of a list. */
    List<ResultPart> items(String key) throws IOException {
        if (!(members.get(key) instanceof List<?> items)) {
            throw wrong(key, "a list");
        }
        List<ResultPart> parts = new ArrayList<>();
        for (Object item : items) {
            parts.add(part(item, key + "[" + parts.size() + "]"));
        }
        return parts;
    }

    /** An object, or null. */
    ResultPart part(String key) throws IOException {
        Object value = members.get(key);
        return value == null ? null : part(value, key);
    }

    private ResultPart part(Object value, String key) throws IOException {
        if (value instanceof Map<?, ?> found) {
            return new ResultPart(file, path + key + ".", found);
        }
        throw new IOException(file + ": " + path + key + " is not an object; " + OTHERWISE);
    }

    String text(String key) throws IOException {
        if (members.get(key) instanceof String text) {
            return text;
        }
        throw wrong(key, "a string");
    }

    /** Empty for null. */
    String textOrEmpty(String key) throws IOException {
        return members.get(key) == null ? "" : text(key);
    }

    IOException wrong(String key, String type) {
        return new IOException(file + ": " + path + key + " is "
                + (members.containsKey(key) ? "not " + type : "missing") + "; " + OTHERWISE);
    }
}
