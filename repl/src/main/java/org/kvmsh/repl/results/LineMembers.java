package org.kvmsh.repl.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Members of a JSON object that kvmsh has written, by their types; what is of another type or missing is an
 * {@link IllegalArgumentException}.
 */
public record LineMembers(Map<?, ?> members) {
    /** @throws IllegalArgumentException if it is no object */
    public static LineMembers of(Object value) {
        return new LineMembers(as(Map.class, value, "the line"));
    }

    /** Whether there is such a member, and not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    public String text(String name) {
        return as(String.class, members.get(name), name);
    }

    public long number(String name) {
        return as(Number.class, members.get(name), name).longValue();
    }

    public LineMembers under(String name) {
        return new LineMembers(as(Map.class, members.get(name), name));
    }

    public List<String> texts(String name) {
        return list(name).stream().map(each -> as(String.class, each, name)).toList();
    }

    /** All of its members, which are texts. */
    public Map<String, String> textsByName() {
        Map<String, String> texts = new LinkedHashMap<>();
        map().forEach((name, value) -> texts.put(name, as(String.class, value, name)));
        return texts;
    }

    /** Each of them may be null. */
    public List<Map<String, Object>> mapsOrNull(String name) {
        return list(name).stream()
                .map(each -> each == null ? null : new LineMembers(as(Map.class, each, name)).map())
                .collect(Collectors.toList());
    }

    public List<Map<String, Object>> maps(String name) {
        return list(name).stream()
                .map(each -> new LineMembers(as(Map.class, each, name)).map())
                .toList();
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> map() {
        // JSON's members have texts for names.
        return (Map<String, Object>) members;
    }

    private List<?> list(String name) {
        return as(List.class, members.get(name), name);
    }

    private static <T> T as(Class<T> type, Object value, String name) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is " + (value == null ? "missing" : "not in kvmsh's format"));
        }
        return type.cast(value);
    }
}
