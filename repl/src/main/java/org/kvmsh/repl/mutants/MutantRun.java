package org.kvmsh.repl.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.repl.mutants.MutantOutcome.Ended;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.TestScript;

/** Runs, for one damage after the other, the tests that touch it, until one is red that is green without it. */
final class MutantRun {
    private static final Duration LEAST_LIMIT = Duration.ofSeconds(8);
    /** A test that times out tells of a damage only if it is much quicker without. */
    private static final int QUICKER = 4;

    private final TrialBoard board;
    /** The tests of each script, in order. */
    private final Map<TestScript, List<TouchedTest>> scripts;

    private final Map<TestScript, String> texts = new HashMap<>();
    private final String digest;

    /** @param digest of the scripts */
    MutantRun(TrialBoard board, Baseline baseline, String digest) throws IOException {
        this.board = board;
        this.digest = digest;
        this.scripts = baseline.tests().stream()
                .collect(Collectors.groupingBy(TouchedTest::script, LinkedHashMap::new, Collectors.toList()));
        for (TestScript script : scripts.keySet()) {
            texts.put(script, Files.readString(script.file()));
        }
    }

    /** The tests that touch a damage: first those of scripts that name its call, and of these those of the quickest. */
    Map<TestScript, List<TouchedTest>> touching(Damage damage) {
        Map<TestScript, List<TouchedTest>> touching = new LinkedHashMap<>();
        scripts.forEach((script, tests) -> {
            List<TouchedTest> chosen = touching(damage.toString(), tests);
            if (!chosen.isEmpty()) {
                touching.put(script, chosen);
            }
        });
        Map<TestScript, List<TouchedTest>> ordered = new LinkedHashMap<>();
        touching.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<TestScript, List<TouchedTest>> script) ->
                                !texts.get(script.getKey()).contains(damage.call()))
                        .thenComparing(script -> took(script.getValue())))
                .forEach(script -> ordered.put(script.getKey(), script.getValue()));
        return ordered;
    }

    /** A test that uses what an earlier one has made touches what that one touched. */
    private static List<TouchedTest> touching(String id, List<TouchedTest> tests) {
        List<TouchedTest> chosen = new ArrayList<>();
        boolean isMade = false;
        for (TouchedTest test : tests) {
            boolean isTouched = test.damages().contains(id);
            if (isTouched || isMade && !test.isAlone()) {
                chosen.add(test);
            }
            isMade |= isTouched;
        }
        return chosen;
    }

    private static Duration took(List<TouchedTest> tests) {
        return tests.stream().map(TouchedTest::took).reduce(Duration.ZERO, Duration::plus);
    }

    MutantOutcome of(Damage damage) throws Exception {
        long began = System.nanoTime();
        for (Map.Entry<TestScript, List<TouchedTest>> script : touching(damage).entrySet()) {
            TouchedTest red = killer(damage, script.getValue(), scripts.get(script.getKey()));
            if (red != null) {
                return outcome(damage, Ended.KILLED, red.title(), began);
            }
        }
        String why = EquivalentDamages.why(board.board().arch(), damage);
        return why == null ? outcome(damage, Ended.SURVIVED, "", began) : outcome(damage, Ended.EQUIVALENT, why, began);
    }

    /** The first test that is red with a damage and green without it; null if no test is. */
    private TouchedTest killer(Damage damage, List<TouchedTest> touching, List<TouchedTest> all) throws Exception {
        TouchedTest red = red(damage, touching);
        if (red == null || isGreen(touching, red)) {
            return red;
        }
        // It may need a test that was left out, or the board is not what it was.
        red = red(damage, all);
        if (red != null && !isGreen(all, red)) {
            board.restart();
            return isGreen(all, red) ? red : null;
        }
        return red;
    }

    private MutantOutcome outcome(Damage damage, Ended ended, String by, long began) {
        return new MutantOutcome(
                damage.toString(), ended, by, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), digest);
    }

    /** The first of a script's tests that is red with a damage; null if none is. */
    private TouchedTest red(Damage damage, List<TouchedTest> tests) throws Exception {
        Map<String, TouchedTest> known =
                tests.stream().collect(Collectors.toMap(TouchedTest::name, test -> test, (one, other) -> one));
        List<TestResult> results;
        try {
            results = board.run(asked(tests, longest(tests)), damage);
        } catch (LeftBehind e) {
            return tests.get(0);
        }
        for (TestResult result : results) {
            boolean isTimeout = result.reason().startsWith(EndedEarly.TIMEOUT.reason());
            TouchedTest test = known.getOrDefault(result.name(), tests.get(0));
            if (!result.verdict().isOk()
                    && (!isTimeout || test.took().multipliedBy(QUICKER).compareTo(result.took()) < 0)) {
                return test;
            }
        }
        return null;
    }

    /** Whether tests pass without a damage, up to one of them. */
    private boolean isGreen(List<TouchedTest> tests, TouchedTest last) throws Exception {
        List<TouchedTest> first = tests.subList(0, tests.indexOf(last) + 1);
        return board.run(asked(first, longest(first)), null).stream()
                .allMatch(result -> result.verdict().isOk());
    }

    private static Duration longest(List<TouchedTest> tests) {
        return tests.stream().map(TouchedTest::took).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static ScriptTrial.Asked asked(List<TouchedTest> tests, Duration longest) {
        Set<String> names = tests.stream().map(TouchedTest::name).collect(Collectors.toSet());
        Duration limit = longest.multipliedBy(2L * QUICKER).plus(LEAST_LIMIT);
        return new ScriptTrial.Asked(tests.get(0).script(), names::contains, true, limit, test -> {});
    }
}
