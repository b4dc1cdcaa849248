package org.kvmsh.repl.known;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of kernel releases: {@code >= 5.10, < 6.2}. A release is compared by as many numbers as the bound has, so
 * that 6.1.9 is {@code = 6.1} and not {@code > 6.1}.
 */
record KernelRange(List<Bound> bounds) {
    private static final Pattern BOUND = Pattern.compile("(>=|<=|!=|=|>|<)\\s*(\\d+(?:\\.\\d+)*)");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+)*");

    private record Bound(String comparison, List<BigInteger> version) {
        boolean has(List<BigInteger> release) {
            int order = 0;
            for (int i = 0; i < version.size() && order == 0; i++) {
                order = (i < release.size() ? release.get(i) : BigInteger.ZERO).compareTo(version.get(i));
            }
            return switch (comparison) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                case "!=" -> order != 0;
                default -> order == 0;
            };
        }
    }

    /** @throws IllegalArgumentException if it is no range */
    static KernelRange of(String text) {
        List<Bound> bounds = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Matcher bound = BOUND.matcher(each.strip());
            if (!bound.matches()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a range of kernels; write \">= 5.10, < 6.2\"");
            }
            bounds.add(new Bound(bound.group(1), numbers(bound.group(2))));
        }
        return new KernelRange(bounds);
    }

    /** @param release from uname(2); null for a kernel that tells none, which is in no range */
    boolean has(String release) {
        Matcher numbers = NUMBERS.matcher(release == null ? "" : release);
        return numbers.lookingAt() && bounds.stream().allMatch(bound -> bound.has(numbers(numbers.group())));
    }

    private static List<BigInteger> numbers(String version) {
        return List.of(version.split("\\.")).stream().map(BigInteger::new).toList();
    }
}
