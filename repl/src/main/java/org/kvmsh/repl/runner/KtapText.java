package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.machine.TestCounts;
import org.kvmsh.dsl.machine.TestResult;
import org.kvmsh.dsl.machine.Verdict;

/** Results as the kernel's own tests give theirs. Source: Documentation/dev-tools/ktap.rst, version 1: boards, in each its scripts, in each its tests. */
final class KtapText {
    private static final String VERSION = "KTAP version 1";

    private KtapText() { }

    static List<String> lines(List<BoardReport> boards) {
        List<String> lines = new ArrayList<>(List.of(VERSION, "1.." + boards.size()));
        for (int i = 0; i < boards.size(); i++) {
            BoardReport board = boards.get(i);
            indented(board(board), lines);
            lines.add(result(board.scripts().stream().flatMap(script -> script.tests().stream()).toList(), i + 1, board.board()));
        }
        return lines;
    }

    private static List<String> board(BoardReport board) {
        List<String> lines = new ArrayList<>(List.of(VERSION, "# Subtest: " + name(board.board()), "1.." + board.scripts().size()));
        for (int i = 0; i < board.scripts().size(); i++) {
            ScriptReport script = board.scripts().get(i);
            indented(script(script), lines);
            lines.add(result(script.tests(), i + 1, script.script()));
        }
        return lines;
    }

    private static List<String> script(ScriptReport script) {
        List<String> lines = new ArrayList<>(List.of(VERSION, "# Subtest: " + name(script.script()), "1.." + script.tests().size()));
        for (int i = 0; i < script.tests().size(); i++) {
            TestResult test = script.tests().get(i);
            // Diagnostic lines stand before the result that they are about.
            test.steps().forEach(step -> lines.add("# " + step));
            test.why().lines().forEach(line -> lines.add("# " + line));
            lines.add(line(test.verdict(), i + 1, test.name(), test.directive()));
        }
        return lines;
    }

    /** One that failed, or did not run, makes its parent fail; a parent is skipped where all in it was. */
    private static String result(List<TestResult> tests, int number, String name) {
        TestCounts counts = TestCounts.of(tests);
        boolean skipped = !tests.isEmpty() && counts.of(Verdict.SKIPPED) == tests.size();
        return line(counts.isOk() ? Verdict.PASSED : Verdict.FAILED, number, name, skipped ? tests.get(0).directive() : "");
    }

    private static String line(Verdict verdict, int number, String name, String directive) {
        return verdict.marker() + " " + number + " " + name(name) + (directive.isEmpty() ? "" : " # " + directive);
    }

    /** A name is one line without the sign that a directive begins with. */
    private static String name(String text) {
        return text.replace('\n', ' ').replace('#', '_');
    }

    private static void indented(List<String> inner, List<String> lines) {
        inner.forEach(line -> lines.add("  " + line));
    }
}
