package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.machine.TestResult;
import org.kvmsh.dsl.machine.TestResult.Ended;

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
            if (test.ended() == Ended.FAILED) {
                test.why().lines().forEach(line -> lines.add("# " + line));
            }
            lines.add(result(List.of(test), i + 1, test.name()));
        }
        return lines;
    }

    /** One that failed makes its parent fail; a parent is skipped where all in it was. */
    private static String result(List<TestResult> tests, int number, String name) {
        boolean failed = tests.stream().anyMatch(test -> test.ended() == Ended.FAILED);
        boolean skipped = !tests.isEmpty() && tests.stream().allMatch(test -> test.ended() == Ended.SKIPPED);
        return (failed ? "not ok " : "ok ") + number + " " + name(name) + (skipped ? " # SKIP " + tests.get(0).why().replace('\n', ' ') : "");
    }

    /** A name is one line without the sign that a directive begins with. */
    private static String name(String text) {
        return text.replace('\n', ' ').replace('#', '_');
    }

    private static void indented(List<String> inner, List<String> lines) {
        inner.forEach(line -> lines.add("  " + line));
    }
}
