package org.kvmsh.repl.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;

/** Two sides, compared in each aspect that both have. */
public final class SidesCompared {
    private final Side a;
    private final Side b;
    private final List<Compared> all;
    private final Judged judged;

    private SidesCompared(Side a, Side b, List<Compared> all, Judged judged) {
        this.a = a;
        this.b = b;
        this.all = List.copyOf(all);
        this.judged = judged;
    }

    /**
     * The manner in which two sides are compared.
     *
     * @param whole whether rows of kvmsh's own table are reported that are not true any more
     * @param alternating whether the rounds of both sides' tests were made in turn
     * @param progress takes the name of each script before it runs
     */
    public record Manner(ExpectedDifferences expected, boolean whole, boolean alternating, Consumer<String> progress) {}

    /** A comparison of one aspect. */
    private interface Comparing<T> {
        Compared of(T a, T b) throws IOException, BoardUnavailable;
    }

    /** @throws IOException whose message is a sentence */
    public static SidesCompared of(Side a, Side b, Manner manner) throws IOException, BoardUnavailable {
        List<Compared> all = List.of(
                compared(Aspect.CAPABILITIES, a.facts(), b.facts(), CapabilitiesCompared::of),
                compared(Aspect.TESTS, a.results(), b.results(), TestsCompared::of),
                compared(
                        Aspect.TIMES,
                        a.results(),
                        b.results(),
                        (one, other) -> TimesCompared.of(one, other, manner.alternating())),
                compared(
                        Aspect.CALLS,
                        a.calls(),
                        b.calls(),
                        (one, other) -> CallsCompared.of(one, other, manner.progress())));
        return new SidesCompared(a, b, all, Judged.of(all, manner.expected().of(a, b), manner.whole()));
    }

    private static <T> Compared compared(Aspect aspect, Held<T> a, Held<T> b, Comparing<T> how)
            throws IOException, BoardUnavailable {
        List<String> whyNot = whyNot(a, b);
        return whyNot.isEmpty() ? how.of(a.value(), b.value()) : Compared.not(aspect, whyNot);
    }

    private static List<String> whyNot(Held<?> one, Held<?> other) {
        if (one.whyNot() != null && one.whyNot().equals(other.whyNot())) {
            return List.of("A, B: " + one.whyNot());
        }
        return Stream.of(
                        one.whyNot() == null ? "" : "A: " + one.whyNot(),
                        other.whyNot() == null ? "" : "B: " + other.whyNot())
                .filter(why -> !why.isEmpty())
                .toList();
    }

    /** Whether anything was compared. */
    public boolean isAny() {
        return all.stream().anyMatch(Compared::isCompared);
    }

    public int status() {
        return !isAny() ? ExitStatus.USAGE : judged.isEqual() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }

    /** The counts first, then what differs. */
    public List<MarkedLine> lines() {
        List<MarkedLine> lines =
                new ArrayList<>(List.of(MarkedLine.of("A: " + a.title()), MarkedLine.of("B: " + b.title())));
        ran().forEach(line -> lines.add(MarkedLine.of(line)));
        all.stream().filter(Compared::isCompared).forEach(compared -> lines.add(MarkedLine.of(count(compared))));
        Map<String, List<String>> missing = new LinkedHashMap<>();
        all.stream()
                .filter(compared -> !compared.isCompared())
                .forEach(compared -> missing.computeIfAbsent(
                                String.join("; ", compared.whyNot()), why -> new ArrayList<>())
                        .add(compared.aspect().toString()));
        missing.forEach(
                (why, aspects) -> lines.add(MarkedLine.of("not compared: " + String.join(", ", aspects) + ": " + why)));
        all.forEach(compared -> compared.notes().forEach(note -> lines.add(MarkedLine.of(note))));
        Map<String, List<FoundDifference>> groups = new LinkedHashMap<>();
        judged.left()
                .forEach(difference -> groups.computeIfAbsent(difference.heading(), heading -> new ArrayList<>())
                        .add(difference));
        groups.forEach((heading, differences) -> {
            lines.add(MarkedLine.of(
                    differences.get(0).counts() ? Mark.FAILED : Mark.STEP, heading + ": " + differences.size()));
            DifferenceLines.of(differences).forEach(line -> lines.add(MarkedLine.of("  " + line)));
        });
        if (!judged.excused().isEmpty()) {
            lines.add(MarkedLine.of("expected differences: " + excused(null)));
            judged.excused()
                    .forEach((row, differences) -> lines.add(MarkedLine.of(
                            "  " + row.what() + (differences.size() == 1 ? "" : ", " + differences.size() + " times")
                                    + ": " + row.excuse().why())));
        }
        judged.wrong().forEach(row -> lines.add(MarkedLine.of(Mark.FAILED, row)));
        return lines;
    }

    /** The kernels and the texts that are not the same in two runs. */
    private List<String> ran() {
        return a instanceof RunSide one && b instanceof RunSide other ? one.differs(other) : List.of();
    }

    private String count(Compared compared) {
        long different = judged.left().stream()
                .filter(difference -> difference.aspect() == compared.aspect() && difference.counts())
                .count();
        long others = judged.left().stream()
                .filter(difference ->
                        difference.aspect() == compared.aspect() && !difference.counts() && difference.differs())
                .count();
        long expected = excused(compared.aspect());
        return compared.aspect() + ": " + compared.counted() + ", "
                + (expected == 0
                        ? different == 0 ? "none differs" : different + (different == 1 ? " differs" : " differ")
                        : Compared.counted((int) expected, "expected difference") + ", "
                                + (different == 0 ? "no other" : Compared.counted((int) different, "other")))
                + (others == 0 ? "" : ", " + others + " without effect on the exit status");
    }

    /** @param aspect null for all */
    private long excused(Aspect aspect) {
        return judged.excused().values().stream()
                .flatMap(List::stream)
                .filter(difference -> aspect == null || difference.aspect() == aspect)
                .count();
    }

    /** The same for programs. */
    public Map<String, Object> json() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("a", a.title());
        facts.put("b", b.title());
        facts.put("ran", ran());
        Map<String, Object> aspects = new LinkedHashMap<>();
        all.forEach(compared ->
                aspects.put(compared.aspect().toString(), compared.isCompared() ? compared.counted() : null));
        facts.put("compared", aspects);
        facts.put(
                "differences", judged.left().stream().map(FoundDifference::json).toList());
        List<Map<String, Object>> expected = new ArrayList<>();
        judged.excused()
                .forEach((row, differences) -> differences.forEach(difference -> {
                    Map<String, Object> each = difference.json();
                    each.put("reason", row.excuse().reason());
                    expected.add(each);
                }));
        facts.put("expected", expected);
        facts.put("wrong", judged.wrong());
        return facts;
    }
}
