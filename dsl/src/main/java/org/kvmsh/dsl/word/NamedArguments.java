package org.kvmsh.dsl.word;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The named arguments of one word; refuses unknown ones. */
public final class NamedArguments {
    private final String word;
    private final String example;
    private final Map<String, ?> values;
    private final Site site;

    /** @param example a use of the word that works */
    public NamedArguments(String word, List<String> known, String example, Map<String, ?> values, Site site) {
        this.word = word;
        this.example = example;
        this.values = values;
        this.site = site;
        for (Object name : values.keySet()) {
            if (!known.contains(name.toString())) {
                throw unknown(word, name.toString(), known, site);
            }
        }
    }

    /** The error for an argument that a word does not have. */
    public static ScriptError unknown(String word, String name, List<String> known, Site site) {
        return new ScriptError(
                site,
                word + " has no argument '" + name + ":'",
                Nearest.note(name, known),
                "its arguments: " + String.join(":, ", known) + ":");
    }

    public Object get(String name) {
        return values.get(name);
    }

    /** Takes an argument that is given. */
    public void ifGiven(String name, Consumer<Object> take) {
        if (get(name) != null) {
            take.accept(get(name));
        }
    }

    public long required(String name) {
        if (!values.containsKey(name)) {
            throw new ScriptError(site, word + " needs " + name + ":", "try: " + example);
        }
        return Bits64.of(values.get(name), name + ":", site);
    }

    /** Whether it is set: true, false or no value. */
    public boolean flag(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw new ScriptError(site, name + ": must be true or false, not " + value);
        }
        return Boolean.TRUE.equals(value);
    }

    /** A time of 0 or more; null without one. */
    public Duration timeOrNull(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Duration time && !time.isNegative()) {
            return (Duration) value;
        }
        throw WrongTime.error(site, name, value, example);
    }

    public Long longOrNull(String name) {
        return values.containsKey(name) ? (Long) required(name) : null;
    }
}
