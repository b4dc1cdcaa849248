package org.kvmsh.repl.results.page;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.BoardsDiffer;
import org.kvmsh.repl.results.Change;
import org.kvmsh.repl.results.ComparedTest;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RunComparison;
import org.kvmsh.repl.results.UrlPath;
import org.kvmsh.repl.results.record.ReportedRuns;

/**
 * A run as a page for people: what failed comes first, then all tests by boards, then the details of each failure. It
 * has neither scripts nor styles of its own, so that a server that allows none, as Jenkins does, shows it as it is; its
 * style is in a file beside it.
 */
final class RunPage {
    /** The name of its style beside it. */
    static final String STYLE = "report.css";

    private final ReportedRuns run;
    private final ReportedRuns baseline;
    private final RunComparison comparison;
    private final Elements html = new Elements();

    /** The directory of the page. */
    private final Path folder;

    private RunPage(ReportedRuns run, ReportedRuns baseline, Path folder) {
        this.folder = folder;
        this.run = run;
        this.baseline = baseline;
        comparison = RunComparison.of(baseline == null ? List.of() : baseline.boards(), run.boards());
    }

    /**
     * The page, as a file has it.
     *
     * @param baseline an earlier run to compare with; null for none
     * @param folder where the page is
     */
    static byte[] of(ReportedRuns run, ReportedRuns baseline, Path folder) {
        RunPage page = new RunPage(run, baseline, folder);
        page.write();
        return page.html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write() {
        html.element("html", Map.of("lang", "en"), () -> {
            html.element("head", this::head);
            html.element(
                    "body",
                    () -> html.element("main", () -> {
                        headline();
                        about();
                        lists();
                        differences();
                        skipped();
                        new TestMatrix(html, comparison.tests()).write();
                        html.element("section", Map.of("id", "details", "aria-labelledby", "details-title"), () -> {
                            html.element("h2", Map.of("id", "details-title"), "Details");
                            List<ComparedTest> failures = comparison.tests().stream()
                                    .filter(test -> test.change().hasDetails())
                                    .toList();
                            FailureDetails details = new FailureDetails(html, run, baseline, folder, failures.size());
                            failures.forEach(details::write);
                        });
                    }));
        });
    }

    private void head() {
        html.empty("meta", Map.of("charset", "utf-8"));
        html.empty("meta", Elements.attributes("name", "viewport", "content", "width=device-width, initial-scale=1"));
        html.empty("meta", Elements.attributes("name", "color-scheme", "content", "light dark"));
        html.element("title", title());
        html.empty("link", Elements.attributes("rel", "stylesheet", "href", STYLE));
    }

    private String title() {
        int since = comparison.of(Change.NEW_FAILURE).size();
        return "kvmsh: "
                + (baseline == null
                        ? ""
                        : since == 0 ? "no new failures, " : since == 1 ? "1 new failure, " : since + " new failures, ")
                + RanBoard.counts(run.boards()).inWords();
    }

    /** What broke, if it is one thing, or the first of several; then the counts. */
    private void headline() {
        List<List<ComparedTest>> reasons = groups(comparison.of(Change.NEW_FAILURE));
        if (reasons.isEmpty()) {
            html.element("h1", title());
            return;
        }
        int others = reasons.size() - 1;
        html.element(
                "h1",
                Map.of("class", "bad", "id", "reason"),
                reasons.get(0).get(0).inWords()
                        + (others == 0 ? "" : others == 1 ? "; 1 other reason" : "; " + others + " other reasons"));
        html.element("p", Map.of("id", "counts"), title());
    }

    /** Tests that did not pass for one reason are one group, on whichever boards. */
    private static List<List<ComparedTest>> groups(List<ComparedTest> tests) {
        return List.copyOf(tests.stream()
                .collect(Collectors.groupingBy(
                        test -> Arrays.asList(
                                test.now().cause(),
                                test.change() == Change.OTHER_FAILURE
                                        ? test.before().cause()
                                        : null),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    }

    private void about() {
        html.element(
                "p",
                (run.runs().size() == 1 ? "Run of " : "Runs of ") + run.began()
                        + (baseline == null ? "" : ", compared with that of " + baseline.began()) + ". "
                        + String.join("; ", run.kvmsh()) + ".");
        if (!run.isWhole()) {
            html.element("p", Map.of("class", "bad"), "The run was stopped before it finished.");
        }
        html.element("table", () -> {
            html.element("thead", () -> row("th", "board", "tests", "about"));
            html.element("tbody", () -> run.boards().forEach(this::board));
        });
        run.boards().stream()
                .filter(board -> !board.others().isEmpty())
                .forEach(
                        board -> html.element("p", "Not run on " + board.board() + ": " + board.othersInWords() + "."));
    }

    private void board(RanBoard board) {
        html.element("tr", () -> {
            html.element("td", board.board());
            html.element("td", RanBoard.counts(List.of(board)).inWords());
            html.element("td", () -> {
                html.text(board.about());
                if (board.files() != null && board.files().has(KeptFiles.BOOT_LOG)) {
                    html.text(", ")
                            .element(
                                    "a",
                                    Map.of(
                                            "href",
                                            UrlPath.relative(
                                                    folder, board.files().file(KeptFiles.BOOT_LOG))),
                                    "boot log");
                }
            });
        });
    }

    private void row(String cell, String... texts) {
        html.element("tr", () -> List.of(texts).forEach(text -> html.element(cell, text)));
    }

    private void lists() {
        list(Change.NEW_FAILURE, baseline == null ? "failures" : Change.NEW_FAILURE.heading());
        for (Change change : List.of(
                Change.OTHER_FAILURE,
                Change.OLD_FAILURE,
                Change.NOT_RUN,
                Change.SKIPPED_NOW,
                Change.CHECKED_LESS,
                Change.GONE,
                Change.FIXED)) {
            if (!comparison.of(change).isEmpty()) {
                list(change, change.heading());
            }
        }
    }

    private void differences() {
        BoardsDiffer differ = BoardsDiffer.of(run.boards(), run.notes());
        if (differ != null) {
            html.element("section", Map.of("id", "boards-differ"), () -> {
                html.element("h2", "Boards differ (" + differ.count() + ")");
                html.element("p", differ.inWords());
                html.element(
                        "ul",
                        () -> List.of(differ.one(), differ.other())
                                .forEach(side -> html.element("li", side.inWords())));
                if (differ.command() != null) {
                    html.element(
                            "p", () -> html.text("To compare their calls: ").element("code", differ.command()));
                }
            });
        }
    }

    private void list(Change change, String heading) {
        List<ComparedTest> tests = comparison.of(change);
        html.element("section", Map.of("id", change.id()), () -> {
            html.element(
                    "h2", Character.toUpperCase(heading.charAt(0)) + heading.substring(1) + " (" + tests.size() + ")");
            if (tests.isEmpty()) {
                html.element("p", "None.");
            } else {
                html.element("ul", () -> {
                    if (change == Change.GONE || change == Change.FIXED) {
                        tests.forEach(this::entry);
                    } else {
                        groups(tests).forEach(this::group);
                    }
                });
            }
        });
    }

    private void group(List<ComparedTest> tests) {
        if (tests.size() == 1) {
            entry(tests.get(0));
        } else {
            html.element("li", () -> {
                html.element("span", Map.of("class", "why"), tests.get(0).inWords())
                        .text(" (" + counted(tests) + ")");
                names(tests);
            });
        }
    }

    private static String counted(List<ComparedTest> tests) {
        long names =
                tests.stream().map(test -> test.address().name()).distinct().count();
        return names == 1 ? "1 test on " + tests.size() + " boards" : tests.size() + " tests for this reason";
    }

    private void names(List<ComparedTest> tests) {
        html.element("ul", () -> tests.forEach(test -> html.element("li", () -> named(test))));
    }

    /** Tests that are skipped, by their reasons. */
    private void skipped() {
        List<ComparedTest> tests = comparison.tests().stream()
                .filter(test -> test.now() != null && test.now().verdict() == Verdict.SKIPPED)
                .toList();
        if (!tests.isEmpty()) {
            html.element("section", Map.of("id", "skipped"), () -> {
                html.element("h2", "Skipped (" + tests.size() + ")");
                groups(tests)
                        .forEach(group -> html.element("details", () -> {
                            html.element("summary", group.get(0).now().reason() + " (" + group.size() + ")");
                            names(group);
                        }));
            });
        }
    }

    private void entry(ComparedTest test) {
        html.element("li", () -> {
            named(test);
            html.text(": ").element("span", Map.of("class", "why"), test.inWords());
        });
    }

    /** The test, with a link to its details, if it has some, and its board. */
    private void named(ComparedTest test) {
        if (test.change().hasDetails()) {
            html.element(
                    "a", Map.of("href", test.address().link()), test.address().name());
        } else {
            html.text(test.address().name());
        }
        html.text(" on " + test.address().board());
    }
}
