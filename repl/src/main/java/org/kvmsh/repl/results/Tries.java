package org.kvmsh.repl.results;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The result of a script's tests that ran several times. A test that failed once and passed once is flaky; one that was
 * ended from outside, or did not run when it was to run again, has not passed, even if it passed before.
 */
final class Tries {
    /** The reasons of tests that were ended from outside. */
    static final Set<String> ENDED =
            Set.of(EndedEarly.INTERRUPTED.reason(), EndedEarly.EXIT.reason(), RanTest.ENDED, RanTest.NO_RESULT);

    private static final Set<Verdict> PASSES = EnumSet.of(Verdict.PASSED, Verdict.SKIPPED, Verdict.XPASS);

    private Tries() {}

    /** @param rounds the script's results each time that it ran, at least one */
    static RanScript merged(List<RanScript> rounds) {
        if (rounds.size() == 1) {
            return rounds.get(0);
        }
        Map<List<Object>, List<RanTest>> tests = new LinkedHashMap<>();
        for (RanScript round : rounds) {
            Map<String, Integer> seen = new HashMap<>();
            round.tests()
                    .forEach(test -> tests.computeIfAbsent(
                                    List.of(test.name(), seen.merge(test.name(), 1, Integer::sum)),
                                    key -> new ArrayList<>())
                            .add(test));
        }
        return new RanScript(
                rounds.get(0).script(),
                tests.values().stream().map(Tries::result).toList(),
                rounds.stream().map(RanScript::took).reduce(Duration.ZERO, Duration::plus));
    }

    private static RanTest result(List<RanTest> tries) {
        if (tries.size() == 1) {
            return tries.get(0);
        }
        List<RanTest> ran =
                tries.stream().filter(test -> test.verdict() != Verdict.NOT_RUN).toList();
        List<RanTest> bad = ran.stream().filter(test -> !test.verdict().isOk()).toList();
        RanTest ended = last(bad.stream().filter(test -> ENDED.contains(test.reason())));
        if (ended != null) {
            return ended.after(ended.verdict(), ended.reason(), tries);
        }
        if (bad.isEmpty()) {
            RanTest missing = last(tries.stream().filter(test -> test.verdict() == Verdict.NOT_RUN));
            RanTest last = missing == null ? tries.get(tries.size() - 1) : missing;
            return last.after(last.verdict(), last.reason(), tries);
        }
        RanTest first = bad.get(0);
        if (ran.stream().noneMatch(test -> test.verdict() == Verdict.PASSED || test.verdict() == Verdict.XFAIL)) {
            return first.after(first.verdict(), first.reason(), tries);
        }
        String rate = "failed "
                + ran.stream().filter(test -> !PASSES.contains(test.verdict())).count() + " of " + ran.size();
        return bad.stream().allMatch(RanTest::isKnownFlake)
                ? first.after(Verdict.KNOWN_FLAKY, rate + ": " + first.flake(), tries)
                : first.after(Verdict.FLAKY, rate, tries);
    }

    private static RanTest last(Stream<RanTest> tests) {
        return tests.reduce((before, next) -> next).orElse(null);
    }
}
