package org.kvmsh.bindings.kvm.rules;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.Errno;

/**
 * Why a call was refused, as far as kvmsh can tell.
 *
 * @param violations the rules that the call broke
 * @param candidates where no violation was found, the rules that no check could decide
 * @param checked whether any rule was checked
 * @param patch the reason for the errno in a patch read over the headers, or null
 */
public record Diagnosis(List<Violation> violations, List<Rule> candidates, boolean checked, String patch) {
    private static final String MAY = "may apply: ";
    private static final String NONE_FOUND = "kvmsh found no violation it can check";

    public Diagnosis {
        violations = List.copyOf(violations);
        candidates = List.copyOf(candidates);
    }

    Diagnosis(List<Violation> violations, List<Rule> candidates, boolean checked) {
        this(violations, candidates, checked, null);
    }

    /**
     * The diagnosis of a reason that is not a rule of the book.
     *
     * @param reason in words, with its source
     */
    public static Diagnosis of(String reason) {
        return new Diagnosis(List.of(), List.of(), false, reason);
    }

    /** The one rule that explains the errno. */
    public static Diagnosis of(Violation only) {
        return new Diagnosis(List.of(only), List.of(), true);
    }

    /**
     * The text shown if no rule is known.
     *
     * @param errno the positive error number
     */
    public static String noneKnown(String call, int errno) {
        return "no known rule for " + call + " " + Errno.name(errno);
    }

    /** A line, or several if the errno has several possible causes; empty if no rule is known. */
    public List<String> lines() {
        if (patch != null || !violations.isEmpty() || candidates.size() < 2) {
            return Stream.ofNullable(inWords()).map(text -> "rule: " + text).toList();
        }
        boolean none = checked && candidates.stream().allMatch(rule -> rule.check() == null);
        return Stream.concat(
                        Stream.of("rule: one of these may apply" + (none ? "; " + NONE_FOUND : "")),
                        candidates.stream().map(rule -> "  " + rule))
                .toList();
    }

    /** The diagnosis in one line, with "may" before what was not checked; null if no rule is known. */
    public String inWords() {
        if (!violations.isEmpty()) {
            return violations.stream().map(Violation::toString).collect(Collectors.joining("; and "));
        }
        String known =
                patch != null ? patch : candidates.stream().map(Rule::toString).collect(Collectors.joining("; or "));
        String may = known.isEmpty() ? "" : MAY + known;
        if (!checked || candidates.stream().anyMatch(rule -> rule.check() != null)) {
            return may.isEmpty() ? null : may;
        }
        return may + (may.isEmpty() ? "" : "; ") + NONE_FOUND;
    }
}
