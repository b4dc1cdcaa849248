package org.kvmsh.dsl.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The alternative ABIs for the same request, which {@code api:} selects between. */
public enum Api {
    /** The ABI that the mails of 2011 and 2012 proposed. */
    RFC2011,
    /** The ABI that was merged. */
    MERGED,
    /** The ABI of a device with attributes. */
    ATTRIBUTES;

    /** The way of a name, or of the way itself. */
    public static Api of(Object named, Site site) {
        String name = String.valueOf(named).toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(api -> api.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ScriptError(
                        site,
                        "unknown api: " + named,
                        "known: " + Arrays.stream(values()).map(Api::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
