package org.kvmsh.repl.abi;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

/** Facts, as maps, lists, texts and numbers, in JSON; loaded only for JSON output. */
public final class Json {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private Json() { }

    /** The facts, with an indent for each level. */
    public static String of(Object facts) {
        return GSON.toJson(facts);
    }

    /**
     * The facts of a JSON text.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    public static Object read(String text) {
        try {
            return GSON.fromJson(text, Object.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
