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
 * @param checked    whether any rule was checked
 * @param patch      the reason for the errno in a patch read over the headers, or null
 */
public record Diagnosis(List<Violation> violations, List<Rule> candidates, boolean checked, String patch) {
    public Diagnosis {
        violations = List.copyOf(violations);
        candidates = List.copyOf(candidates);
    }

    Diagnosis(List<Violation> violations, List<Rule> candidates, boolean checked) {
        this(violations, candidates, checked, null);
    }

    /** What is known without a rule of the book's, in words with its source. */
    public static Diagnosis of(String reason) {
        return new Diagnosis(List.of(), List.of(), false, reason);
    }

    /** Shown if no rule is known. */
    public static String noneKnown(String call, int errno) {
        return "no known rule for " + call + " " + Errno.name(errno);
    }

    /** A line, or several if the errno has several possible causes; empty if no rule is known. */
    public List<String> lines() {
        if (patch != null || !violations.isEmpty() || candidates.size() < 2) {
            return Stream.ofNullable(inWords()).map(text -> "rule: " + text).toList();
        }
        boolean none = checked && candidates.stream().allMatch(rule -> rule.check() == null);
        return Stream.concat(Stream.of("rule: one of these applies" + (none ? "; kvmsh found no violation it can check" : "")), candidates.stream().map(rule -> "  " + rule)).toList();
    }

    /** In one line; null if no rule is known. */
    public String inWords() {
        if (patch != null) {
            return patch;
        }
        if (!violations.isEmpty()) {
            return violations.stream().map(Violation::toString).collect(Collectors.joining("; and "));
        }
        String known = candidates.stream().map(Rule::toString).collect(Collectors.joining("; or "));
        if (!checked || candidates.stream().anyMatch(rule -> rule.check() != null)) {
            return known.isEmpty() ? null : known;
        }
        return known + (known.isEmpty() ? "" : "; ") + "kvmsh found no violation it can check";
    }
}
