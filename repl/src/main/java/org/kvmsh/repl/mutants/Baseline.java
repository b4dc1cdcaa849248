package org.kvmsh.repl.mutants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.runner.TestScript;

/**
 * What the undamaged board shows: each test that passes in two runs, with the damages that its calls can have, and why
 * any other is left out.
 *
 * @param leftOut a line each
 */
record Baseline(List<TouchedTest> tests, List<String> leftOut) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** What each VM with a guest needs. */
    private static final String MEMORY = "KVM_SET_USER_MEMORY_REGION";

    Baseline {
        tests = List.copyOf(tests);
        leftOut = List.copyOf(leftOut);
    }

    /** Runs a script twice, and adds its tests. */
    static Baseline of(TestScript script, TrialBoard board) throws Exception {
        Map<String, Set<String>> touched = new ConcurrentHashMap<>();
        String[] current = {script.name()};
        List<TestResult> first = board.record(
                new ScriptTrial.Asked(
                        script, test -> true, false, LIMIT, test -> current[0] = test == null ? script.name() : test),
                damage -> touched.computeIfAbsent(current[0], test -> ConcurrentHashMap.newKeySet())
                        .add(damage.toString()));
        boolean isSkipped = first.stream().allMatch(test -> test.verdict() == Verdict.SKIPPED);
        List<TestResult> second = isSkipped
                ? first
                : board.run(new ScriptTrial.Asked(script, test -> true, false, LIMIT, test -> {}), null);
        return of(script, first, second, touched);
    }

    private static Baseline of(
            TestScript script, List<TestResult> first, List<TestResult> second, Map<String, Set<String>> touched) {
        Map<String, Verdict> again = new LinkedHashMap<>();
        second.forEach(test -> again.put(test.name(), test.verdict()));
        List<TouchedTest> tests = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (TestResult test : first) {
            Set<String> damages = new TreeSet<>(touched.getOrDefault(script.name(), Set.of()));
            Set<String> own = touched.getOrDefault(test.name(), Set.of());
            damages.addAll(own);
            boolean isAlone = own.stream().anyMatch(damage -> damage.startsWith(MEMORY));
            TouchedTest title = new TouchedTest(script, test.name(), test.took(), damages, isAlone);
            if (test.verdict() == Verdict.PASSED && again.get(test.name()) == Verdict.PASSED) {
                tests.add(title);
            } else if (test.verdict() != Verdict.SKIPPED) {
                leftOut.add(title.title() + ": " + test.verdict() + ", then " + again.get(test.name()));
            }
        }
        return new Baseline(tests, leftOut);
    }

    /** The damages that the calls of its tests can have. */
    List<Damage> damages() {
        return tests.stream()
                .flatMap(test -> test.damages().stream())
                .distinct()
                .map(Damage::of)
                .toList();
    }
}
