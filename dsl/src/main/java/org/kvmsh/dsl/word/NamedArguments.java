package org.kvmsh.dsl.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;

/** The named arguments of one word, those that it does not have refused. */
public final class NamedArguments {
    private final String word;
    private final Map<String, ?> values;
    private final Site site;

    public NamedArguments(String word, List<String> known, Map<String, ?> values, Site site) {
        this.word = word;
        this.values = values;
        this.site = site;
        for (Object name : values.keySet()) {
            if (!known.contains(name.toString())) {
                throw new ScriptError(site, word + " has no argument " + name + ":", Nearest.note(name.toString(), known),
                        "it takes " + String.join(": ", known) + ":");
            }
        }
    }

    public Object get(String name) {
        return values.get(name);
    }

    public long required(String name) {
        if (!values.containsKey(name)) {
            throw new ScriptError(site, word + " needs " + name + ":");
        }
        return Bits64.of(values.get(name), name + ":", site);
    }

    public Long longOrNull(String name) {
        return values.containsKey(name) ? (Long) required(name) : null;
    }
}
