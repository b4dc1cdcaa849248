package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.ComparedTest;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanTest;

/** The times of tests that passed in several rounds: a change is one only beyond what the rounds differ. */
final class TimesCompared {
    private TimesCompared() {}

    /** @param alternating whether the rounds of both sides were made in turn */
    static Compared of(List<RanBoard> a, List<RanBoard> b, boolean alternating) {
        List<FoundDifference> found = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (ComparedTest test : TestsCompared.comparison(a, b).tests()) {
            if (test.before() != null && test.now() != null && isTimed(test.before()) && isTimed(test.now())) {
                names.add(test.address().name());
                compare(test, alternating, found);
            }
        }
        return names.isEmpty()
                ? Compared.not(
                        Aspect.TIMES,
                        List.of("no test passed " + Rounds.NEEDED
                                + " times on both sides; to repeat the tests: kvmsh test --repeat " + Rounds.NEEDED))
                : Compared.of(Aspect.TIMES, names.size() + " compared", names, found, List.of());
    }

    private static boolean isTimed(RanTest test) {
        return test.tries().size() >= Rounds.NEEDED
                && test.tries().stream().allMatch(each -> each.verdict() == Verdict.PASSED);
    }

    private static void compare(ComparedTest test, boolean alternating, List<FoundDifference> found) {
        Rounds one = rounds(test.before());
        Rounds other = rounds(test.now());
        double longer = one.longer(other, alternating);
        if (longer != 0) {
            String name = test.address().name();
            String words = name + ": A " + one + ", B " + other + ": "
                    + String.format(Locale.ROOT, "%.0f ms ", Math.abs(longer)) + (longer > 0 ? "slower" : "faster")
                    + ", the median of "
                    + (alternating
                            ? Math.min(one.times().size(), other.times().size()) + " pairs"
                            : one.times().size() + " and " + other.times().size() + " rounds");
            found.add(new FoundDifference(
                    Aspect.TIMES,
                    longer > 0 ? "slower" : "faster",
                    name,
                    null,
                    "",
                    one.toString(),
                    other.toString(),
                    words,
                    List.of(),
                    longer > 0));
        }
    }

    private static Rounds rounds(RanTest test) {
        return Rounds.of(test.tries().stream().mapToLong(each -> each.took().toMillis()));
    }
}
