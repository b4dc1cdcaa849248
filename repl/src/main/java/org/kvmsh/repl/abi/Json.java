package org.kvmsh.repl.abi;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.TextFile;

/** Facts, as maps, lists, texts and numbers, in JSON; loaded only where there is JSON. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();
    private static final Gson LINE = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();
    /** A surrogate that is matched is half of a pair: UTF-8 cannot have it. */
    private static final Pattern STEERING = Pattern.compile(
            "[\\x{7f}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}\\x{d800}-\\x{dfff}]");
    /** The position that Gson's reader reports in its message; it is not available otherwise. */
    private static final Pattern PLACE = Pattern.compile(" at line (\\d+) column (\\d+) ");

    private Json() {}

    /** The facts, with an indent for each level. */
    public static String of(Object facts) {
        return escaped(GSON.toJson(facts));
    }

    /** The facts on one line. */
    public static String line(Object facts) {
        return escaped(LINE.toJson(facts));
    }

    /** Gson escapes control characters below a blank alone; the others too are in texts only. */
    private static String escaped(String json) {
        return STEERING.matcher(json)
                .replaceAll(
                        each -> String.format("\\\\u%04x", (int) each.group().charAt(0)));
    }

    /**
     * The facts of a line, as {@link #line} writes it.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    public static Object value(String line) {
        try {
            return LINE.fromJson(line, Object.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /**
     * The facts of a file, as maps, lists, texts, numbers and null.
     *
     * @param otherwise what ends the message where it is not JSON
     * @throws IOException whose message is a sentence with the file and, where it is known, line and column
     */
    public static Object facts(Path file, String otherwise) throws IOException {
        return GSON.fromJson(parsed(file, TextFile.readWritten(file), otherwise), Object.class);
    }

    /** The content of a file that a person may have written, with its elements as Gson has them. */
    static JsonElement read(Path file, String otherwise) throws IOException {
        String text = TextFile.read(file);
        JsonElement element = parsed(file, text, otherwise);
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            // A text without anything in it has no first token.
            String repeated = element instanceof JsonNull ? null : RepeatedMember.in(reader);
            if (repeated != null) {
                Matcher place = PLACE.matcher(reader.toString());
                throw new IOException(file + (place.find() ? ":" + place.group(1) : "") + ": " + repeated.substring(2)
                        + " is already in this object; remove one of the two");
            }
        }
        return element;
    }

    private static JsonElement parsed(Path file, String text, String otherwise) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element;
            try {
                element = JsonParser.parseReader(reader);
                if (element != JsonNull.INSTANCE && reader.peek() != JsonToken.END_DOCUMENT) {
                    throw new JsonParseException("more than one value");
                }
            } catch (JsonParseException | IOException e) {
                Matcher place = PLACE.matcher(reader.toString());
                throw new IOException(
                        file + (place.find() ? ":" + place.group(1) + ":" + place.group(2) : "") + ": not JSON; "
                                + otherwise,
                        e);
            }
            return element;
        }
    }
}
