package org.kvmsh.dsl.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.script.TextFile;

/** The facts of a board in a file that {@code kvmsh boards facts} has written, as the board itself has them. */
public final class SavedFacts {
    private static final String PRINTED_BY = "kvmsh boards facts NAME";
    private static final List<String> NEEDED = List.of("name", "arch", "table", "capabilities");
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    private SavedFacts() {}

    /** @throws IOException whose message names the file */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> read(Path file) throws IOException {
        Object facts;
        try {
            facts = GSON.fromJson(TextFile.readWritten(file), Object.class);
        } catch (JsonParseException e) {
            throw new IOException(file + ": not JSON; expected the output of " + PRINTED_BY, e);
        }
        if (!(facts instanceof Map<?, ?> members)) {
            throw new IOException(file + ": not a JSON object; expected the output of " + PRINTED_BY);
        }
        for (String name : NEEDED) {
            if (members.get(name) == null || name.equals("capabilities") != members.get(name) instanceof Map) {
                throw new IOException(
                        file + " is not a facts file: it has no " + name + "; expected the output of " + PRINTED_BY);
            }
        }
        return (Map<String, Object>) members;
    }
}
