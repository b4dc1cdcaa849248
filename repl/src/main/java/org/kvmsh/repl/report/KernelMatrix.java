package org.kvmsh.repl.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.text.WordUtils;

/** The page that tells what KVM does by kernel and architecture, from test results of boards. */
final class KernelMatrix {
    private static final int WIDTH = 118;

    private final List<MatrixBoard> boards;
    private final List<KernelDifferences.Row> rows;
    private final Set<KernelDifferences.Row> used = new LinkedHashSet<>();
    private final List<String> unexplained = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();

    KernelMatrix(List<MatrixBoard> boards, List<KernelDifferences.Row> rows) {
        this.boards = List.copyOf(boards);
        this.rows = List.copyOf(rows);
    }

    /** The page in Markdown. */
    String page() {
        String days = String.join(
                " and ",
                boards.stream()
                        .map(board -> board.day().toString())
                        .distinct()
                        .sorted()
                        .toList());
        page.append("# What KVM does, by kernel and architecture\n\n");
        paragraph(
                "",
                "Results of the scripts in [scripts](../../scripts), run as tests on these boards on "
                        + days
                        + ". For a test that failed, the page gives the reason; for a test that was skipped, what the"
                        + " kernel or board lacks; for a test that did not run, what prevented it. Every test"
                        + " that is not listed passes on each board of its"
                        + " architecture. Paths are relative to `scripts/`. `./kvmsh report RUN --matrix FILE`"
                        + " writes this page from a run.");
        Map<String, List<MatrixBoard>> byArchitecture = new LinkedHashMap<>();
        boards.forEach(board -> byArchitecture
                .computeIfAbsent(board.arch(), first -> new ArrayList<>())
                .add(board));
        byArchitecture.forEach(this::section);
        return page.toString();
    }

    private void section(String arch, List<MatrixBoard> all) {
        page.append("\n## ")
                .append(arch)
                .append("\n\n| board | kernel | passed | failed | skipped | not run |\n|---|---|---|---|---|---|\n");
        for (MatrixBoard board : all) {
            if (!board.isStarted()) {
                page.append("| `").append(board.shown()).append("` | did not start | - | - | - | - |\n");
                continue;
            }
            page.append("| `")
                    .append(board.name())
                    .append("` | Linux ")
                    .append(board.kernel())
                    .append(" | ")
                    .append(board.count(MatrixBoard.Test::isPassed))
                    .append(" | ")
                    .append(board.count(MatrixBoard.Test::isFailed))
                    .append(" | ")
                    .append(board.count(MatrixBoard.Test::isSkipped))
                    .append(" | ")
                    .append(board.count(MatrixBoard.Test::isNotRun))
                    .append(" |\n");
        }
        List<MatrixBoard> started = all.stream().filter(MatrixBoard::isStarted).toList();
        list("Tests that fail:", failures(started));
        list("Tests that are skipped:", skips(started));
        list("Tests that did not run:", notRun(started));
        List<MatrixBoard> others =
                all.stream().filter(board -> !board.isStarted()).toList();
        if (!others.isEmpty()) {
            page.append("\nBoards that did not start:\n\n");
            others.forEach(board -> paragraph("- ", "`" + board.shown() + "`: " + board.whyNotStarted() + "."));
        }
    }

    /** By a reason, the boards and the scripts' tests. */
    private Map<String, Map<String, List<String>>> failures(List<MatrixBoard> all) {
        Map<String, Map<String, List<String>>> found = new TreeMap<>();
        for (MatrixBoard board : all) {
            for (MatrixBoard.Test test : board.tests().toList()) {
                if (test.isFailed()) {
                    KernelDifferences.Row row = rows.stream()
                            .filter(known -> known.isAbout(board.name(), board.kernel()) && known.explains(test))
                            .findFirst()
                            .orElse(null);
                    if (row == null) {
                        unexplained.add(where(board) + ": " + test.script() + ": "
                                + test.ran().name());
                    } else {
                        used.add(row);
                    }
                    add(found, row == null ? "no reason is known" : row.reason(), board, test);
                }
            }
        }
        return found;
    }

    private static Map<String, Map<String, List<String>>> skips(List<MatrixBoard> all) {
        Map<String, Map<String, List<String>>> found = new TreeMap<>();
        for (MatrixBoard board : all) {
            board.tests()
                    .filter(MatrixBoard.Test::isSkipped)
                    .forEach(test -> add(found, board.whySkipped(test), board, test));
        }
        return found;
    }

    private static Map<String, Map<String, List<String>>> notRun(List<MatrixBoard> all) {
        Map<String, Map<String, List<String>>> found = new TreeMap<>();
        for (MatrixBoard board : all) {
            board.tests().filter(MatrixBoard.Test::isNotRun).forEach(test -> add(found, test.whyNotRun(), board, test));
        }
        return found;
    }

    private static void add(
            Map<String, Map<String, List<String>>> found, String reason, MatrixBoard board, MatrixBoard.Test test) {
        found.computeIfAbsent(reason, first -> new LinkedHashMap<>())
                .computeIfAbsent(where(board), first -> new ArrayList<>())
                .add(test.script());
    }

    private static String where(MatrixBoard board) {
        return "Linux " + board.kernel() + " on `" + board.name() + "`";
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
                                .anyMatch(board -> board.isWhole() && row.isAbout(board.name(), board.kernel())))
                .toList();
    }
}
