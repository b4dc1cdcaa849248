package org.kvmsh.repl.boards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.commons.text.WordUtils;
import org.kvmsh.dsl.session.need.Needs;

/** The page that tells what KVM does by kernel and architecture, from test results of boards. */
final class KernelMatrix {
    private static final int WIDTH = 118;

    private final List<MatrixResults> boards;
    private final List<KernelDifferences.Row> rows;
    private final UnaryOperator<String> architecture;
    private final Set<KernelDifferences.Row> used = new LinkedHashSet<>();
    private final List<String> unexplained = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();

    /** @param architecture of a board's name */
    KernelMatrix(List<MatrixResults> boards, List<KernelDifferences.Row> rows, UnaryOperator<String> architecture) {
        this.boards = List.copyOf(boards);
        this.rows = List.copyOf(rows);
        this.architecture = architecture;
    }

    /** The page in Markdown. */
    String page() {
        String days = String.join(
                " and ",
                boards.stream()
                        .flatMap(board -> board.days().stream())
                        .distinct()
                        .sorted()
                        .toList());
        page.append("# What KVM does, by kernel and architecture\n\n");
        paragraph(
                "",
                "The scripts of [scripts](../../scripts), run as tests on every emulated board that is set up, on "
                        + days + ". A test that fails on a board is listed with the reason; a test that a kernel or"
                        + " board cannot run, with what is missing; a test that did not run, with what"
                        + " prevented it. Every test that is not listed passes on each board of its"
                        + " architecture. Paths are relative to `scripts/`. `./kvmsh boards matrix --results"
                        + " DIR` runs the scripts and prints this page.");
        Map<String, List<MatrixResults>> byArchitecture = new LinkedHashMap<>();
        boards.forEach(board -> byArchitecture
                .computeIfAbsent(architecture.apply(board.board()), first -> new ArrayList<>())
                .add(board));
        byArchitecture.forEach(this::section);
        return page.toString();
    }

    private void section(String arch, List<MatrixResults> all) {
        page.append("\n## ")
                .append(arch)
                .append("\n\n| board | kernel | passed | failed | skipped | not run |\n|---|---|---|---|---|---|\n");
        for (MatrixResults board : all) {
            if (!board.isStarted()) {
                page.append("| `").append(board.shown()).append("` | did not start | - | - | - | - |\n");
                continue;
            }
            long others = board.count(KernelMatrix::isOfOtherBoard);
            page.append("| `")
                    .append(board.board())
                    .append("` | Linux ")
                    .append(board.kernel())
                    .append(" | ")
                    .append(board.count(MatrixResults.Test::isPassed))
                    .append(" | ")
                    .append(board.count(MatrixResults.Test::isFailed))
                    .append(" | ")
                    .append(board.count(MatrixResults.Test::isSkipped) - others)
                    .append(" | ")
                    .append(board.count(MatrixResults.Test::isNotRun))
                    .append(" |\n");
        }
        List<MatrixResults> started =
                all.stream().filter(MatrixResults::isStarted).toList();
        list("Tests that fail:", failures(started));
        list("Tests that are skipped:", skips(started));
        list("Tests that did not run:", notRun(started));
        List<MatrixResults> others =
                all.stream().filter(board -> !board.isStarted()).toList();
        if (!others.isEmpty()) {
            page.append("\nBoards that did not start:\n\n");
            others.forEach(board -> paragraph("- ", "`" + board.shown() + "`: " + board.whyNotStarted() + "."));
        }
    }

    private static boolean isOfOtherBoard(MatrixResults.Test test) {
        return test.isSkipped() && Needs.isOfOtherBoard(test.reason());
    }

    /** By a reason, the boards and the scripts' tests. */
    private Map<String, Map<String, List<String>>> failures(List<MatrixResults> all) {
        Map<String, Map<String, List<String>>> found = new TreeMap<>();
        for (MatrixResults board : all) {
            for (MatrixResults.Test test : board.tests()) {
                if (test.isFailed()) {
                    KernelDifferences.Row row = rows.stream()
                            .filter(known -> known.isAbout(board.board(), board.kernel()) && known.explains(test))
                            .findFirst()
                            .orElse(null);
                    if (row == null) {
                        unexplained.add(where(board) + ": " + test.script() + ": " + test.name());
                    } else {
                        used.add(row);
                    }
                    add(found, row == null ? "no reason is known" : row.reason(), board, test);
                }
            }
        }
        return found;
    }

    private static Map<String, Map<String, List<String>>> skips(List<MatrixResults> all) {
        Map<String, Map<String, List<String>>> found = new TreeMap<>();
        for (MatrixResults board : all) {
            board.tests().stream()
                    .filter(test -> test.isSkipped() && !isOfOtherBoard(test))
                    .forEach(test -> add(found, board.whySkipped(test), board, test));
        }
        return found;
    }

    private static Map<String, Map<String, List<String>>> notRun(List<MatrixResults> all) {
        Map<String, Map<String, List<String>>> found = new TreeMap<>();
        for (MatrixResults board : all) {
            board.tests().stream()
                    .filter(MatrixResults.Test::isNotRun)
                    .forEach(test -> add(found, MatrixResults.whyNotRun(test), board, test));
        }
        return found;
    }

    private static void add(
            Map<String, Map<String, List<String>>> found, String reason, MatrixResults board, MatrixResults.Test test) {
        found.computeIfAbsent(reason, first -> new LinkedHashMap<>())
                .computeIfAbsent(where(board), first -> new ArrayList<>())
                .add(test.script());
    }

    private static String where(MatrixResults board) {
        return "Linux " + board.kernel() + " on `" + board.board() + "`";
    }

    private void list(String title, Map<String, Map<String, List<String>>> reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        page.append('\n').append(title).append("\n\n");
        reasons.forEach((reason, places) -> {
            paragraph("- ", reason + ".");
            places.forEach((board, scripts) -> paragraph("  - ", board + ": " + counted(scripts)));
        });
    }

    /** Such as 3 tests of `a.groovy`, 1 of `b.js`. */
    private static String counted(List<String> scripts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        scripts.forEach(script -> counts.merge(script, 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((script, count) -> parts.add(count + (parts.isEmpty() ? count == 1 ? " test" : " tests" : "")
                + " of `" + script.replaceFirst(".*scripts/", "") + "`"));
        return String.join(", ", parts);
    }

    private void paragraph(String bullet, String text) {
        page.append(bullet)
                .append(WordUtils.wrap(text, WIDTH - bullet.length(), "\n" + " ".repeat(bullet.length()), false))
                .append('\n');
    }

    /** Failed tests that no row explains. */
    List<String> unexplained() {
        return unexplained;
    }

    /** Rows about boards that ran to the end, of which no test failed for that reason. */
    List<KernelDifferences.Row> unused() {
        return rows.stream()
                .filter(row -> !used.contains(row)
                        && boards.stream()
                                .anyMatch(board -> board.isWhole() && row.isAbout(board.board(), board.kernel())))
                .toList();
    }
}
