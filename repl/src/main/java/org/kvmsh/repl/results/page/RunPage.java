package org.kvmsh.repl.results.page;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.session.test.Verdict;
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

    private static final String NO_TEST = "–";

    private final ReportedRuns run;
    private final ReportedRuns baseline;
    private final RunComparison comparison;
    /** The titles of the run's boards, in its order. */
    private final List<String> boards;

    private final Elements html = new Elements();

    /** The directory of the page. */
    private final Path folder;

    private RunPage(ReportedRuns run, ReportedRuns baseline, Path folder) {
        this.folder = folder;
        this.run = run;
        this.baseline = baseline;
        comparison = RunComparison.of(baseline == null ? List.of() : baseline.boards(), run.boards());
        boards = comparison.tests().stream()
                .filter(test -> test.now() != null)
                .map(test -> test.address().board())
                .distinct()
                .toList();
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
                        html.element("h1", title());
                        about();
                        lists();
                        matrix();
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

    private void about() {
        html.element(
                "p",
                (run.runs().size() == 1 ? "Run of " : "Runs of ") + run.began()
                        + (baseline == null ? "" : ", compared with that of " + baseline.began()) + ". "
                        + String.join("; ", run.kvmsh()) + ".");
        if (!run.isWhole()) {
            html.element("p", Map.of("class", "bad"), "The run was ended before its end.");
        }
        html.element("table", () -> {
            html.element("thead", () -> row("th", "board", "tests", "about"));
            html.element("tbody", () -> run.boards().forEach(this::board));
        });
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
                Change.GONE,
                Change.FIXED)) {
            if (!comparison.of(change).isEmpty()) {
                list(change, change.heading());
            }
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
                html.element("ul", () -> tests.forEach(this::entry));
            }
        });
    }

    private void entry(ComparedTest test) {
        html.element("li", () -> {
            if (test.change().hasDetails()) {
                html.element(
                        "a",
                        Map.of("href", test.address().link()),
                        test.address().name());
            } else {
                html.text(test.address().name());
            }
            html.text(" on " + test.address().board() + ": ").element("span", Map.of("class", "why"), test.inWords());
        });
    }

    private void matrix() {
        Map<String, Map<String, ComparedTest>> rows = new LinkedHashMap<>();
        comparison.tests().stream()
                .filter(test -> test.now() != null)
                .forEach(test -> rows.computeIfAbsent(test.address().name(), name -> new LinkedHashMap<>())
                        .put(test.address().board(), test));
        html.element("section", Map.of("id", "tests", "aria-labelledby", "tests-title"), () -> {
            html.element("h2", Map.of("id", "tests-title"), "All tests");
            html.element("table", Map.of("class", "matrix"), () -> {
                html.element(
                        "thead",
                        () -> html.element("tr", () -> {
                            html.element("th", Map.of("scope", "col"), "test");
                            boards.forEach(board -> html.element("th", Map.of("scope", "col"), board));
                        }));
                html.element(
                        "tbody",
                        () -> rows.forEach((name, tests) -> html.element("tr", () -> {
                            html.element("th", Map.of("scope", "row"), name);
                            boards.forEach(board -> cell(tests.get(board)));
                        })));
            });
        });
    }

    private void cell(ComparedTest test) {
        if (test == null) {
            html.element("td", NO_TEST);
        } else if (test.change().hasDetails()) {
            html.element(
                    "td",
                    Map.of("class", "bad"),
                    () -> html.element(
                            "a",
                            Map.of("href", test.address().link()),
                            test.now().verdict().toString()));
        } else {
            html.element(
                    "td",
                    Map.of("class", test.now().verdict() == Verdict.PASSED ? "ok" : "skip"),
                    test.now().verdict().toString());
        }
    }
}
