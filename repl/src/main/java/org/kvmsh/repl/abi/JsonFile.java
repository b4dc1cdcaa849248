package org.kvmsh.repl.abi;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.Nearest;

/**
 * A JSON object in a file, whose members are read with their types; a member of another type is refused with its path.
 */
final class JsonFile {
    private final Path file;
    private final String source;
    private final JsonObject members;

    private JsonFile(Path file, String source, JsonObject members) {
        this.file = file;
        this.source = source;
        this.members = members;
    }

    /** @param source what writes such files, to end a message with */
    static JsonFile read(Path file, String source) throws IOException {
        if (!(Json.read(file, "expected the output of " + source) instanceof JsonObject members)) {
            throw new IOException(file + ": not a JSON object; expected the output of " + source);
        }
        return new JsonFile(file, source, members);
    }

    /** Refuses a member that is nearly one that such files have; any other may be of a newer kvmsh. */
    void checkNames(Collection<String> known) throws IOException {
        for (String name : members.keySet()) {
            String near = known.contains(name) ? "" : Nearest.note(name, known);
            if (!near.isEmpty()) {
                throw new IOException(file + ": unknown member " + name + "; " + near);
            }
        }
    }

    /** A text, or null. */
    String text(String name) throws IOException {
        JsonElement value = member(members, name);
        return value == null ? null : text(value, name);
    }

    /** A list of texts, or null. */
    List<String> texts(String name) throws IOException {
        JsonElement value = member(members, name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonArray array)) {
            throw wrong(name, "a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array) {
            texts.add(text(element, name + "[" + texts.size() + "]"));
        }
        return List.copyOf(texts);
    }

    /** An integer of 32 bits, or null. */
    Integer integer(String name) throws IOException {
        JsonElement value = member(members, name);
        return value == null ? null : (Integer) integer32(value, name);
    }

    /** Integers of 32 bits by name; null if there are none. */
    Map<String, Integer> integers(String name) throws IOException {
        JsonObject object = object(members, name, name);
        if (object == null) {
            return null;
        }
        Map<String, Integer> integers = new LinkedHashMap<>();
        for (String key : object.keySet()) {
            integers.put(key, integer32(object.get(key), name + "." + key));
        }
        return Map.copyOf(integers);
    }

    /** Integers by name, of several pools by name; null if there are none. */
    Map<String, Map<String, Long>> pools(String name) throws IOException {
        return objects(name, this::integer);
    }

    /** Yes or no by name, of several objects by name; null if there are none. */
    Map<String, Map<String, Boolean>> flags(String name) throws IOException {
        return objects(name, this::flag);
    }

    private interface Read<T> {
        T value(JsonElement value, String path) throws IOException;
    }

    private <T> Map<String, Map<String, T>> objects(String name, Read<T> read) throws IOException {
        JsonObject object = object(members, name, name);
        if (object == null) {
            return null;
        }
        Map<String, Map<String, T>> objects = new LinkedHashMap<>();
        for (String key : object.keySet()) {
            String path = name + "." + key;
            JsonObject values = object(object, key, path);
            if (values == null) {
                throw wrong(path, "an object");
            }
            Map<String, T> found = new LinkedHashMap<>();
            for (String value : values.keySet()) {
                found.put(value, read.value(values.get(value), path + "." + value));
            }
            objects.put(key, found);
        }
        return objects;
    }

    private Boolean flag(JsonElement value, String path) throws IOException {
        if (!(value instanceof JsonPrimitive primitive && primitive.isBoolean())) {
            throw wrong(path, "true or false");
        }
        return value.getAsBoolean();
    }

    private static JsonElement member(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? null : value;
    }

    private JsonObject object(JsonObject in, String name, String path) throws IOException {
        JsonElement value = member(in, name);
        if (value != null && !(value instanceof JsonObject)) {
            throw wrong(path, "an object");
        }
        return (JsonObject) value;
    }

    private String text(JsonElement value, String path) throws IOException {
        if (!(value instanceof JsonPrimitive primitive && primitive.isString())) {
            throw wrong(path, "a string");
        }
        return value.getAsString();
    }

    private int integer32(JsonElement value, String path) throws IOException {
        long number = integer(value, path);
        if (number != (int) number) {
            throw wrong(path, "a 32-bit integer");
        }
        return (int) number;
    }

    private long integer(JsonElement value, String path) throws IOException {
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
                return new BigDecimal(primitive.getAsString()).longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw wrong(path, "an integer");
            }
        }
        throw wrong(path, "an integer");
    }

    private IOException wrong(String path, String type) {
        return new IOException(file + ": " + path + " is not " + type + "; expected the output of " + source);
    }
}
