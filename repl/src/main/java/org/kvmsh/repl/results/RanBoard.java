package org.kvmsh.repl.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * The results of the scripts on one board.
 *
 * @param board the board's name with its kind, as in a prompt; for an unavailable one the requested name
 * @param asked the name by which it was asked for, with its settings; the default one has the name {@code kvm}
 * @param about what a reader must know about it
 * @param files its boot log; null if nothing is kept
 */
public record RanBoard(
        String board, String asked, String about, Instant began, List<RanScript> scripts, KeptFiles files) {
    private static final int MOST_LISTED = 20;
    private static final String DID_NOT_RUN = "did not run";

    public RanBoard {
        scripts = List.copyOf(scripts);
    }

    public RanBoard(String board, String about, Instant began, List<RanScript> scripts) {
        this(board, name(board), about, began, scripts, null);
    }

    /** The same with its files. */
    public RanBoard withFiles(KeptFiles kept) {
        return new RanBoard(board, asked, about, began, scripts, kept);
    }

    /** The same, asked for by this name. */
    public RanBoard askedFor(String name) {
        return new RanBoard(board, name, about, began, scripts, files);
    }

    /** The same with other results. */
    public RanBoard withScripts(List<RanScript> others) {
        return new RanBoard(board, asked, about, began, others, files);
    }

    /** The result of a board on which nothing ran. */
    public static RanBoard notRun(String board, Instant began, List<String> scripts, String why) {
        return new RanBoard(
                board,
                DID_NOT_RUN,
                began,
                scripts.stream().map(script -> RanScript.notRun(script, why)).toList());
    }

    /** Its title without its kind. */
    public String name() {
        return name(board);
    }

    /** The name by which it is asked for again: its own for the model that has replaced this host's KVM. */
    public String again() {
        return again(asked, board);
    }

    /** The same of a board that was asked for by this name and has this title. */
    public static String again(String asked, String title) {
        return asked.equals(Boards.KVM) && !title.startsWith(Boards.KVM) ? name(title) : asked;
    }

    public static String name(String title) {
        return title.replaceFirst(" .*", "");
    }

    /** Whether anything ran on it. */
    public boolean hasRun() {
        return !about.equals(DID_NOT_RUN);
    }

    /** The result of a board whose scripts may have run several times: each is in the result once. */
    public static RanBoard of(String board, String about, Instant began, List<RanScript> rounds) {
        Map<String, List<RanScript>> scripts = rounds.stream()
                .collect(Collectors.groupingBy(RanScript::script, LinkedHashMap::new, Collectors.toList()));
        return new RanBoard(
                board,
                about,
                began,
                scripts.values().stream().map(Tries::merged).toList());
    }

    /** The same by another name. */
    public RanBoard called(String name) {
        return new RanBoard(name, asked, about, began, scripts, null);
    }

    /** The counts of all tests on all of some boards. */
    public static TestCounts counts(List<RanBoard> boards) {
        return counts(boards.stream().flatMap(RanBoard::tests));
    }

    public static TestCounts counts(Stream<RanTest> tests) {
        return TestCounts.ofVerdicts(tests.map(RanTest::verdict).toList());
    }

    /** The line with its counts, the last one of its results. */
    public MarkedLine total() {
        return MarkedLine.of(board + ": ").and(counts(tests()).line());
    }

    /** The scripts that reports list: those that are not as a whole for other boards. */
    public List<RanScript> listed() {
        return scripts.stream()
                .filter(script -> !script.isLeftOut(scripts.size()))
                .toList();
    }

    /** The scripts for other boards: of several scripts, they are counted, and not listed. */
    public List<RanScript> others() {
        return scripts.stream()
                .filter(script -> script.isLeftOut(scripts.size()))
                .toList();
    }

    /** {@code 48 scripts for other boards}; empty if there are none. */
    public String othersInWords() {
        int count = others().size();
        return count == 0 ? "" : count == 1 ? "1 script for other boards" : count + " scripts for other boards";
    }

    /** The tests of all scripts that are listed. */
    public Stream<RanTest> tests() {
        return listed().stream().flatMap(script -> script.tests().stream());
    }

    /** The tests that failed and passed, as {@code SCRIPT: NAME failed 1 of 3}. */
    public List<String> flakes() {
        return scripts.stream()
                .flatMap(script -> script.tests().stream()
                        .filter(test -> test.verdict() == Verdict.FLAKY || test.verdict() == Verdict.KNOWN_FLAKY)
                        .map(test -> script.name(test) + " " + test.reason()))
                .toList();
    }

    /**
     * The number of tests that checked nothing, and the expectations that were never reached, with their names and
     * places; empty if there are none.
     */
    public List<String> unchecked() {
        List<String> nothing = scripts.stream()
                .flatMap(script -> script.tests().stream()
                        .filter(test -> test.unchecked().contains(TestResult.CHECKED_NOTHING))
                        .map(script::name))
                .toList();
        List<String> places = tests().flatMap(test -> test.unchecked().stream())
                .filter(line -> !line.equals(TestResult.CHECKED_NOTHING))
                .distinct()
                .toList();
        List<String> lines = new ArrayList<>();
        if (!nothing.isEmpty()) {
            lines.add(nothing.size() + (nothing.size() == 1 ? " test " : " tests ") + TestResult.CHECKED_NOTHING + ": "
                    + listed(nothing));
        }
        places.stream().limit(MOST_LISTED).forEach(lines::add);
        if (places.size() > MOST_LISTED) {
            lines.add(places.size() - MOST_LISTED + " other expectations were never reached");
        }
        return lines;
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size())))
                + (names.size() > MOST_LISTED ? ", …" : "");
    }

    /** Why tests were skipped, each reason once, and how many scripts are for other boards. */
    List<String> skips() {
        List<RanScript> others = others();
        Stream<String> reasons = tests().filter(test -> test.verdict() == Verdict.SKIPPED)
                .map(test -> "skipped: " + test.reason())
                .distinct();
        Stream<String> counted = switch (others.size()) {
            case 0 -> Stream.of();
            case 1 ->
                Stream.of("not run: " + othersInWords() + ": " + others.get(0).script());
            default -> Stream.of("not run: " + othersInWords());
        };
        return Stream.concat(reasons, counted).toList();
    }
}
