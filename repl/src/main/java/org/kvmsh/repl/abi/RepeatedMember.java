package org.kvmsh.repl.abi;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** A name that is in one object of a JSON text twice: Gson keeps the last value, and other readers the first. */
final class RepeatedMember {
    private RepeatedMember() {}

    /**
     * The path of the first, such as {@code $.capabilities.KVM_CAP_IRQCHIP}; null if there is none. The text is known
     * to be JSON.
     */
    static String in(JsonReader reader) throws IOException {
        Deque<Set<String>> objects = new ArrayDeque<>();
        for (JsonToken next = reader.peek(); next != JsonToken.END_DOCUMENT; next = reader.peek()) {
            switch (next) {
                case BEGIN_OBJECT -> {
                    reader.beginObject();
                    objects.push(new HashSet<>());
                }
                case END_OBJECT -> {
                    reader.endObject();
                    objects.pop();
                }
                case NAME -> {
                    if (!objects.peek().add(reader.nextName())) {
                        return reader.getPath();
                    }
                }
                case BEGIN_ARRAY -> reader.beginArray();
                case END_ARRAY -> reader.endArray();
                default -> reader.skipValue();
            }
        }
        return null;
    }
}
