package org.kvmsh.repl.results.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.CallsOfTest;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/**
 * Results in the format of the kernel's own tests: boards, in each its scripts, in each its tests. Source:
 * Documentation/dev-tools/ktap.rst, version 1, as tools/testing/kunit/kunit_parser.py reads it. That parser ignores
 * indentation: a result with its parent's name ends the parent, so a script that is one test is one line.
 */
public final class KtapText {
    private static final String VERSION = "KTAP version 1";
    /** The parser stops at these, wherever in a line they are (KTAP_END). */
    private static final Pattern STOPS =
            Pattern.compile("(List of all partitions|Kernel panic - not syncing: VFS|reboot)(: System halted|:)");

    private KtapText() {}

    /** The results of all boards, as a file has them. */
    public static byte[] of(List<RanBoard> boards, FailureNotes notes) {
        return (String.join("\n", lines(boards, notes)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The results of all boards, a line each. */
    public static List<String> lines(List<RanBoard> boards, FailureNotes notes) {
        List<RanBoard> ran =
                boards.stream().filter(board -> !board.scripts().isEmpty()).toList();
        List<String> lines = new ArrayList<>(List.of(VERSION, "1.." + ran.size()));
        for (int i = 0; i < ran.size(); i++) {
            RanBoard board = ran.get(i);
            if (board.listed().isEmpty()) {
                lines.add(line(Verdict.SKIPPED, i + 1, name(board.board()), "SKIP " + board.othersInWords()));
                continue;
            }
            indented(board(board, notes), lines);
            lines.add(result(board.tests().toList(), i + 1, name(board.board())));
        }
        lines.add(totals(RanBoard.counts(boards)));
        return lines;
    }

    /**
     * The totals as ksft_print_cnts prints them (tools/testing/selftests/kselftest.h). A test that did not run is an
     * error, a known flake an expected failure.
     */
    private static String totals(TestCounts counts) {
        return "# Totals: pass:" + counts.of(Verdict.PASSED) + " fail:"
                + (counts.of(Verdict.FAILED) + counts.of(Verdict.FLAKY)) + " xfail:"
                + (counts.of(Verdict.XFAIL) + counts.of(Verdict.KNOWN_FLAKY)) + " xpass:" + counts.of(Verdict.XPASS)
                + " skip:" + counts.of(Verdict.SKIPPED) + " error:"
                + (counts.of(Verdict.ERROR) + counts.of(Verdict.NOT_RUN));
    }

    private static List<String> board(RanBoard board, FailureNotes notes) {
        List<RanScript> scripts = board.listed();
        List<String> lines = header(board.board(), scripts.size());
        if (!board.others().isEmpty()) {
            lines.add(diagnostic(board.othersInWords()));
        }
        for (int i = 0; i < scripts.size(); i++) {
            RanScript script = scripts.get(i);
            String name = inside(board.board(), script.script(), "the script");
            RanTest itself = itself(script);
            List<RanTest> inside =
                    script.tests().stream().filter(test -> test != itself).toList();
            if (itself == null || !inside.isEmpty()) {
                indented(script(board, script, inside, name, notes), lines);
            }
            lines.addAll(
                    itself == null
                            ? List.of(result(inside, i + 1, name))
                            : test(itself, notes.lines(board, script, itself), i + 1, name));
        }
        return lines;
    }

    /** The result of a script that is one test, or that reached none of its tests; null for any other. */
    private static RanTest itself(RanScript script) {
        List<RanTest> tests = script.tests();
        return !tests.isEmpty()
                        && tests.get(0).name().equals(script.script())
                        && tests.stream().skip(1).allMatch(test -> test.verdict() == Verdict.NOT_RUN)
                ? tests.get(0)
                : null;
    }

    private static List<String> script(
            RanBoard board, RanScript script, List<RanTest> tests, String name, FailureNotes notes) {
        List<String> lines = header(name, tests.size());
        for (int i = 0; i < tests.size(); i++) {
            RanTest test = tests.get(i);
            List<String> before = notes.lines(board, script, test);
            lines.addAll(test(test, before, i + 1, inside(name, test.name(), "the test")));
        }
        return lines;
    }

    private static List<String> header(String name, int count) {
        return new ArrayList<>(List.of(VERSION, "# Subtest: " + name(name), "1.." + count));
    }

    /** Diagnostic lines precede the result that they are about. */
    private static List<String> test(RanTest test, List<String> before, int number, String name) {
        List<String> lines = new ArrayList<>();
        test.failure().forEach(line -> lines.add(diagnostic(line)));
        before.forEach(line -> lines.add(diagnostic(line)));
        test.noted().forEach(line -> lines.add(diagnostic(line)));
        CallsOfTest.whole(test.steps()).forEach(line -> lines.add(diagnostic(line)));
        lines.add(line(test.verdict(), number, name, test.directive()));
        return lines;
    }

    /** A child that failed, or did not run, makes its parent fail; a parent is skipped if all of its children are. */
    private static String result(List<RanTest> tests, int number, String name) {
        TestCounts counts = RanBoard.counts(tests.stream());
        boolean skipped = !tests.isEmpty() && counts.of(Verdict.SKIPPED) == tests.size();
        return line(
                counts.isOk() ? Verdict.PASSED : Verdict.FAILED,
                number,
                name,
                skipped ? tests.get(0).directive() : "");
    }

    /** SKIP counts anywhere after a #, and makes a failure skipped. */
    private static String line(Verdict verdict, int number, String name, String directive) {
        return verdict.marker() + " " + number + " " + name
                + (directive.isEmpty() ? "" : " # " + plain(directive).replace('#', '_'));
    }

    /** A name is one line, without the # that begins a directive or the dash that may precede a name. */
    private static String name(String text) {
        String name = plain(text).replace('#', '_').replaceFirst("^(- )+", "").strip();
        return name.isEmpty() ? "without a name" : name;
    }

    /** A name that is not its parent's. */
    private static String inside(String parent, String text, String kind) {
        return name(text).equals(name(parent)) ? name(text) + ", " + kind : name(text);
    }

    /** A line that explains a result, and cannot be mistaken for the head of a test. */
    private static String diagnostic(String text) {
        String line = plain(text).stripTrailing();
        return ("# " + (line.stripLeading().startsWith("Subtest:") ? "'" + line + "'" : line)).stripTrailing();
    }

    /** One line also for the parser, which ends lines at all that Python's str.splitlines does. */
    private static String plain(String text) {
        return STOPS.matcher(PrintableText.line(text).replace('\t', ' ')).replaceAll("$1 $2");
    }

    private static void indented(List<String> inner, List<String> lines) {
        inner.forEach(line -> lines.add("  " + line));
    }
}
