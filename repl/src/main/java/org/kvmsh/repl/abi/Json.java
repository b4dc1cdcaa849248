package org.kvmsh.repl.abi;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Facts, which are maps, lists, texts and numbers, as JSON; loaded only where JSON is asked for. */
public final class Json {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private Json() { }

    /** The facts, with an indent for each level. */
    public static String of(Object facts) {
        return GSON.toJson(facts);
    }
}
