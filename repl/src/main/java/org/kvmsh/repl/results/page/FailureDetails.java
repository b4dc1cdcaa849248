package org.kvmsh.repl.results.page;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.CallDifferences;
import org.kvmsh.repl.results.ComparedTest;
import org.kvmsh.repl.results.ExitDifferences;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.LineMembers;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.TestAddress;
import org.kvmsh.repl.results.TestFacts;
import org.kvmsh.repl.results.UrlPath;
import org.kvmsh.repl.results.record.BaselineCalls;
import org.kvmsh.repl.results.record.RepeatCommand;
import org.kvmsh.repl.results.record.ReportedRuns;

/**
 * The part of a page that explains its failures: for each the refused call with its rule, the ends of its files with
 * links to all of them, what differs from the baseline, and the command that repeats it. The more failures there are,
 * the less the page has of each.
 */
final class FailureDetails {
    /** Characters of all excerpts, so that a page stays below 5 MB. */
    private static final int ALL = 2_500_000;

    private static final int MOST = 12_000;
    /** With less, only the reason and the links are there; one is to the command. */
    private static final int LEAST = 1000;
    /** Calls, differences, exits, console, kernel log, text and notes share it. */
    private static final int PARTS = 4;

    private final Elements html;
    private final ReportedRuns baseline;
    private final Map<String, ReportedRuns.OfRun> boards;
    /** The directory of the page. */
    private final Path folder;

    private final int share;
    /** The calls of the baseline's boards, by their titles; read when a failure is compared with one. */
    private final Map<String, BaselineCalls> calls = new HashMap<>();

    private final FailureNotes notes;

    /**
     * Begins.
     *
     * @param baseline an earlier run to compare with; null for none
     * @param failures how many there are
     */
    FailureDetails(Elements html, ReportedRuns runs, ReportedRuns baseline, Path folder, int failures) {
        this.html = html;
        this.baseline = baseline;
        this.boards = runs.titled();
        this.notes = runs.notes();
        this.folder = folder;
        this.share = Math.min(MOST, ALL / Math.max(1, failures));
    }

    void write(ComparedTest test) {
        RanTest now = test.now();
        html.element("article", Map.of("id", test.address().anchor()), () -> {
            html.element(
                    "h3",
                    () -> html.element(
                            "a",
                            Map.of("href", test.address().link()),
                            test.address().name() + " on " + test.address().board()));
            html.element("p", now.verdict() + (now.directive().isEmpty() ? "" : ": " + now.directive()) + before(test));
            KeptFiles files = now.files();
            boolean whole = share >= LEAST;
            if (whole) {
                refusal(now);
                lines("failure", "Failure", now.failure(), null);
            } else if (now.directive().isEmpty()) {
                html.element("p", now.why());
            }
            if (baseline == null) {
                lines("earlier", "Earlier runs", earlier(test), null);
            }
            List<String> kept = files == null ? List.of() : files.lines(KeptFiles.CALLS);
            if (whole) {
                differences(test, kept);
                lines("notes", "Notes", now.noted(), null);
            }
            if (whole || files == null) {
                html.element("p", () -> html.text("To repeat: ").element("code", again(test.address())));
            }
            if (files != null) {
                links(files);
            }
            if (whole) {
                folded("calls", "Calls", kept.isEmpty() ? now.steps() : kept, kept.isEmpty() ? null : KeptFiles.CALLS);
            }
            if (whole && files != null) {
                folded("exits", "Last exits", files.lines(KeptFiles.EXITS), KeptFiles.EXITS);
                folded("console", "Guest console", files.lines(KeptFiles.CONSOLE), KeptFiles.CONSOLE);
                folded("log", "Kernel log", files.lines(KeptFiles.KERNEL_LOG), KeptFiles.KERNEL_LOG);
            }
        });
    }

    /** What the runs beside its run gave for a test. */
    private List<String> earlier(ComparedTest test) {
        ReportedRuns.OfRun of = boards.get(test.address().board());
        return of.board().scripts().stream()
                .filter(script -> script.script().equals(test.address().script()))
                .findFirst()
                .map(script -> notes.earlier(of.board(), script, test.now()))
                .orElse(List.of());
    }

    private String before(ComparedTest test) {
        return baseline == null
                ? ""
                : test.before() == null
                        ? " (not in the baseline)"
                        : " (" + test.before().verdict() + " in the baseline)";
    }

    private void refusal(RanTest test) {
        if (test.failed() == null || test.failed().refusal() == null) {
            return;
        }
        LineMembers refusal = new LineMembers(test.failed().refusal());
        html.element("table", () -> {
            Map<String, String> facts = new LinkedHashMap<>();
            for (String name : List.of(TestFacts.CALL, "on", "argument", TestFacts.ERRNO, "place")) {
                if (refusal.has(name) && !refusal.text(name).isEmpty()) {
                    facts.put(name, refusal.text(name));
                }
            }
            facts.forEach(this::fact);
            refusal.maps("rules").stream()
                    .map(LineMembers::new)
                    .forEach(rule -> fact(
                            "rule",
                            rule.text(TestFacts.TEXT)
                                    + (rule.text("source").isEmpty() ? "" : " (" + rule.text("source") + ")")));
        });
    }

    private void fact(String name, String value) {
        html.element("tr", () -> {
            html.element("th", Map.of("scope", "row"), name);
            html.element("td", value);
        });
    }

    /** Lines below their heading. */
    private void lines(String id, String title, List<String> lines, String file) {
        List<String> shown = last(lines);
        if (!shown.isEmpty()) {
            html.element("h4", title + ofAll(shown, lines, file));
            pre(id, title, shown);
        }
    }

    /** Lines that are shown when their heading is opened. */
    private void folded(String id, String title, List<String> lines, String file) {
        List<String> shown = last(lines);
        if (!shown.isEmpty()) {
            html.element("details", () -> {
                html.element("summary", title + ofAll(shown, lines, file));
                pre(id, title, shown);
            });
        }
    }

    private void pre(String id, String title, List<String> lines) {
        html.element(
                "pre",
                Elements.attributes("class", id, "tabindex", "0", "aria-label", title),
                String.join("\n", lines));
    }

    /** The last lines, as many as a failure's share allows. */
    private List<String> last(List<String> lines) {
        int from = lines.size();
        int left = share / PARTS;
        while (from > 0 && left >= lines.get(from - 1).length()) {
            left -= lines.get(--from).length() + 1;
        }
        return lines.subList(from, lines.size());
    }

    /** @param file where the others are; null for nowhere */
    private static String ofAll(List<String> shown, List<String> lines, String file) {
        return shown.size() == lines.size()
                ? ""
                : ", the last " + shown.size() + " of " + lines.size() + " lines" + (file == null ? "" : " of " + file);
    }

    /** A failure is compared with the calls of the run in which the test passed. */
    private void differences(ComparedTest test, List<String> made) {
        if (test.before() == null || test.before().verdict() != Verdict.PASSED || made.isEmpty()) {
            return;
        }
        BaselineCalls kept = calls.computeIfAbsent(
                test.address().board(),
                board -> BaselineCalls.read(baseline.titled().get(board).board().files()));
        List<String> before = kept.of(test.address().script(), test.before().name());
        if (before != null) {
            List<String> lines = CallDifferences.of(before, made);
            if (lines.isEmpty()) {
                html.element("p", "These are the calls of the baseline run, in which the test passed.");
            }
            lines(
                    "differences",
                    "Calls that differ: - is in the baseline run, in which the test passed; + is in this run",
                    lines,
                    null);
            lines(
                    "exits-differing",
                    "Last exits that differ: - is in the baseline run, + is in this run",
                    ExitDifferences.of(
                            kept.exits(test.address().script(), test.before().name()),
                            test.now().files().lines(KeptFiles.EXITS)),
                    null);
        }
    }

    private void links(KeptFiles files) {
        html.element("p", () -> {
            html.text("Files:");
            files.ofTest()
                    .forEach(name -> html.text(" ")
                            .element("a", Map.of("href", UrlPath.relative(folder, files.file(name))), name));
        });
    }

    private String again(TestAddress test) {
        ReportedRuns.OfRun board = boards.get(test.board());
        return RepeatCommand.anywhere(board.run().asked(), board.asked(), test.script(), test.test());
    }
}
