package org.kvmsh.dsl.session.test;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.kvmsh.bindings.splat.Splat;

/** The kernel reports that do not fail a test, each with its reason. */
public final class AllowedSplats {
    /** The list of a run without allowed reports. */
    public static final AllowedSplats NONE = new AllowedSplats(List.of());

    private final List<Allowed> all;
    private final Set<Allowed> met = new LinkedHashSet<>();

    /**
     * The reports that match a regular expression.
     *
     * @param place where that is written: file:line:column
     */
    public record Allowed(String place, Pattern pattern, String reason) {}

    public AllowedSplats(List<Allowed> all) {
        this.all = List.copyOf(all);
    }

    /** Why a report is allowed; null if it is not. */
    synchronized String reason(Splat splat) {
        for (Allowed allowed : all) {
            if (splat.has(allowed.pattern)) {
                met.add(allowed);
                return allowed.reason;
            }
        }
        return null;
    }

    /** The places whose regular expression no report has matched. */
    public synchronized List<String> unmet() {
        return all.stream()
                .filter(allowed -> !met.contains(allowed))
                .map(Allowed::place)
                .toList();
    }
}
