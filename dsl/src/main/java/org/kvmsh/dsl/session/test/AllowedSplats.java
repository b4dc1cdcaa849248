package org.kvmsh.dsl.session.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.kvmsh.bindings.splat.Splat;

/**
 * The kernel reports that do not fail a test, each with its reason: {@code --allow-splat 'kvm_put_kvm=fixed in 6.2'}.
 */
public final class AllowedSplats {
    /** The list of a run without allowed reports. */
    public static final AllowedSplats NONE = new AllowedSplats(List.of());

    private final List<Allowed> all;
    private final Set<Allowed> met = new LinkedHashSet<>();

    private record Allowed(Pattern pattern, String reason) {}

    private AllowedSplats(List<Allowed> all) {
        this.all = all;
    }

    /**
     * @param texts regular expressions, each with {@code =} and a reason
     * @throws IllegalArgumentException where one has no reason, or is no regular expression
     */
    public static AllowedSplats of(List<String> texts) {
        List<Allowed> all = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String reason = equals < 0 ? "" : text.substring(equals + 1).strip();
            if (equals <= 0 || reason.isEmpty()) {
                throw new IllegalArgumentException("'" + text
                        + "' has no reason: write 'REGEX=REASON', and \\x3d for a = in the regular expression");
            }
            try {
                all.add(new Allowed(Pattern.compile(text.substring(0, equals)), reason));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'" + text.substring(0, equals) + "' is not a valid regular expression: " + e.getDescription());
            }
        }
        return new AllowedSplats(all);
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

    /** The regular expressions that no report has met. */
    public synchronized List<String> unmet() {
        return all.stream()
                .filter(allowed -> !met.contains(allowed))
                .map(allowed -> allowed.pattern.pattern())
                .toList();
    }
}
