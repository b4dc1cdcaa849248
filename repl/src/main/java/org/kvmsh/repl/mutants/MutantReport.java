package org.kvmsh.repl.mutants;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.repl.mutants.MutantOutcome.Ended;
import org.kvmsh.repl.runner.TestScript;

/** The outcomes of a run, by kind and by call, with the survivors and what nothing reaches. */
record MutantReport(Board board, Baseline baseline, List<Damage> drawn, List<MutantOutcome> outcomes) {
    private static final int SHOWN_TESTS = 5;
    private static final int WIDTH = 36;
    private static final int PERCENT = 100;

    void print(PrintWriter out, Function<Damage, Map<TestScript, List<TouchedTest>>> touching) {
        out.println(summary());
        table(out, "kind", damage -> damage.kind().toString());
        table(out, "call", Damage::call);
        out.println("survivors:");
        of(Ended.SURVIVED).forEach(outcome -> {
            List<String> tests = touching.apply(Damage.of(outcome.damage())).values().stream()
                    .flatMap(List::stream)
                    .map(TouchedTest::title)
                    .toList();
            out.println("  " + outcome.damage());
            tests.stream().limit(SHOWN_TESTS).forEach(test -> out.println("      " + test));
            if (tests.size() > SHOWN_TESTS) {
                out.println("      and " + (tests.size() - SHOWN_TESTS) + " others");
            }
        });
        list(
                out,
                "equivalent",
                of(Ended.EQUIVALENT).stream()
                        .map(o -> o.damage() + ": " + o.by())
                        .toList());
        Abi abi = board.kernel().abi();
        Set<String> called = baseline.damages().stream().map(Damage::call).collect(Collectors.toSet());
        list(
                out,
                "ioctls of this kernel that no damage can hit in these tests",
                unreached(ScriptReach.ioctls(board), called));
        list(
                out,
                abi.arch() + " exits that no damage can hit in these tests",
                unreached(ScriptReach.exits(abi), called));
        list(out, "left out: tests that do not pass twice on the undamaged board", baseline.leftOut());
        TreeSet<String> idle =
                baseline.tests().stream().map(TouchedTest::title).collect(Collectors.toCollection(TreeSet::new));
        of(Ended.KILLED).forEach(outcome -> idle.remove(outcome.by()));
        out.println("tests that were never the first to notice a damage: " + idle.size() + " of "
                + baseline.tests().size());
    }

    private List<MutantOutcome> of(Ended ended) {
        return outcomes.stream().filter(outcome -> outcome.ended() == ended).toList();
    }

    /** The counts in one line. */
    String summary() {
        int killed = of(Ended.KILLED).size();
        int equivalent = of(Ended.EQUIVALENT).size();
        int counted = outcomes.size() - equivalent;
        return "damages: tried " + outcomes.size() + " of " + drawn.size() + " chosen; killed " + killed
                + (counted == 0 ? "" : " (" + PERCENT * killed / counted + " %)") + ", survived "
                + of(Ended.SURVIVED).size() + ", equivalent " + equivalent
                + (isTooManyEquivalent() ? ", more than " + EquivalentDamages.MOST_PERCENT + " %" : "")
                + "; possible in the tests' calls: " + baseline.damages().size();
    }

    boolean isTooManyEquivalent() {
        return of(Ended.EQUIVALENT).size() * PERCENT > EquivalentDamages.MOST_PERCENT * outcomes.size();
    }

    private void table(PrintWriter out, String title, Function<Damage, String> group) {
        Map<String, List<MutantOutcome>> groups = outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> group.apply(Damage.of(outcome.damage())), TreeMap::new, Collectors.toList()));
        row(out, title, "tried", "killed", "survived", "equivalent");
        groups.forEach((name, ofIt) -> {
            List<Object> counts = new ArrayList<>(List.of(ofIt.size()));
            for (Ended ended : Ended.values()) {
                counts.add(ofIt.stream()
                        .filter(outcome -> outcome.ended() == ended)
                        .count());
            }
            row(out, name, counts.toArray());
        });
    }

    private static void row(PrintWriter out, String name, Object... columns) {
        StringBuilder line = new StringBuilder(String.format("%-" + WIDTH + "s", name));
        for (Object column : columns) {
            line.append(String.format("%12s", column));
        }
        out.println(line);
    }

    private static void list(PrintWriter out, String title, Collection<String> lines) {
        out.println(title + ": " + lines.size());
        lines.forEach(line -> out.println("  " + line));
    }

    private static List<String> unreached(Stream<String> names, Set<String> called) {
        return names.filter(name -> !called.contains(name)).sorted().toList();
    }
}
