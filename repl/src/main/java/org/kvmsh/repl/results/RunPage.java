package org.kvmsh.repl.results;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kvmsh.dsl.session.Verdict;

/**
 * A run as a page for people: what failed comes first, then all tests by boards, then the details of each failure. It has neither scripts nor
 * styles of its own, so that a server that allows none, as Jenkins does, shows it as it is; its style is in a file beside it.
 */
final class RunPage {
    /** The name of its style beside it. */
    static final String STYLE = "report.css";
    private static final String NO_TEST = "–";

    private final RecordedRun run;
    private final RecordedRun baseline;
    private final RunComparison comparison;
    private final Elements html = new Elements();

    private RunPage(RecordedRun run, RecordedRun baseline) {
        this.run = run;
        this.baseline = baseline;
        comparison = RunComparison.of(baseline == null ? List.of() : baseline.boards(), run.boards());
    }

    /**
     * The page, as a file has it.
     *
     * @param baseline an earlier run to compare with; null for none
     */
    static byte[] of(RecordedRun run, RecordedRun baseline) {
        RunPage page = new RunPage(run, baseline);
        page.write();
        return page.html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write() {
        html.element("html", Map.of("lang", "en"), () -> {
            html.element("head", this::head);
            html.element("body", () -> html.element("main", () -> {
                html.element("h1", title());
                about();
                failures();
                list("fixed", "Fixed since the baseline", ComparedTest::isFixed);
                list("gone", "In the baseline only", ComparedTest::isGone);
                matrix();
                html.element("section", Map.of("id", "details", "aria-labelledby", "details-title"), () -> {
                    html.element("h2", Map.of("id", "details-title"), "Details");
                    comparison.tests().stream().filter(RunPage::isBad).forEach(this::details);
                });
            }));
        });
    }

    private static boolean isBad(ComparedTest test) {
        return test.isNewFailure() || test.isOldFailure() || test.isNotRun();
    }

    private void head() {
        html.empty("meta", Map.of("charset", "utf-8"));
        html.empty("meta", attributes("name", "viewport", "content", "width=device-width, initial-scale=1"));
        html.empty("meta", attributes("name", "color-scheme", "content", "light dark"));
        html.element("title", title());
        html.empty("link", attributes("rel", "stylesheet", "href", STYLE));
    }

    private String title() {
        long since = comparison.tests().stream().filter(ComparedTest::isNewFailure).count();
        return "kvmsh: " + (baseline == null ? "" : since == 0 ? "no new failures, " : since == 1 ? "1 new failure, " : since + " new failures, ") + RanBoard.counts(run.boards()).inWords();
    }

    private void about() {
        html.element("p", "Run of " + run.asked().began() + (baseline == null ? "" : ", compared with that of " + baseline.asked().began()) + ". "
                + String.join("; ", run.asked().kvmsh()) + ".");
        if (!run.isWhole()) {
            html.element("p", Map.of("class", "bad"), "The run was ended before its end.");
        }
        html.element("table", () -> {
            html.element("thead", () -> row("th", "board", "tests", "about"));
            html.element("tbody", () -> run.boards().forEach(board -> row("td", board.board(), RanBoard.counts(List.of(board)).inWords(), board.about())));
        });
    }

    private void row(String cell, String... texts) {
        html.element("tr", () -> List.of(texts).forEach(text -> html.element(cell, text)));
    }

    private void failures() {
        if (baseline == null) {
            failures("failures", "Failures", ComparedTest::isNewFailure);
        } else {
            failures("new", "New failures", ComparedTest::isNewFailure);
            failures("old", "Failures that the baseline has too", ComparedTest::isOldFailure);
        }
        list("not-run", "Not run", ComparedTest::isNotRun);
    }

    /** A list that is shown even if it is empty: that there is nothing is what most people come for. */
    private void failures(String id, String heading, Predicate<ComparedTest> which) {
        if (comparison.tests().stream().noneMatch(which)) {
            html.element("section", Map.of("id", id), () -> {
                html.element("h2", heading);
                html.element("p", "None.");
            });
        }
        list(id, heading, which);
    }

    private void list(String id, String heading, Predicate<ComparedTest> which) {
        List<ComparedTest> tests = comparison.tests().stream().filter(which).toList();
        if (!tests.isEmpty()) {
            html.element("section", Map.of("id", id), () -> {
                html.element("h2", heading + " (" + tests.size() + ")");
                html.element("ul", () -> tests.forEach(this::entry));
            });
        }
    }

    private void entry(ComparedTest test) {
        html.element("li", () -> {
            if (isBad(test)) {
                html.element("a", Map.of("href", "#" + address(test.place())), test.place().name());
            } else {
                html.text(test.place().name());
            }
            html.text(" on " + test.place().board());
            String why = test.now() == null ? "was " + test.before().verdict() : isBad(test) ? inOneLine(test.now()) : test.now().verdict() + ", was " + test.before().verdict();
            html.text(": ").element("span", Map.of("class", "why"), why);
        });
    }

    private static String inOneLine(RanTest test) {
        return !test.directive().isEmpty() ? test.directive() : test.failed() == null ? test.verdict().toString() : test.failed().message();
    }

    private void matrix() {
        List<String> boards = comparison.tests().stream().filter(test -> test.now() != null).map(test -> test.place().board()).distinct().toList();
        Map<String, Map<String, ComparedTest>> rows = new LinkedHashMap<>();
        comparison.tests().stream().filter(test -> test.now() != null)
                .forEach(test -> rows.computeIfAbsent(test.place().name(), name -> new LinkedHashMap<>()).put(test.place().board(), test));
        html.element("section", Map.of("id", "tests", "aria-labelledby", "tests-title"), () -> {
            html.element("h2", Map.of("id", "tests-title"), "All tests");
            html.element("table", Map.of("class", "matrix"), () -> {
                html.element("thead", () -> html.element("tr", () -> {
                    html.element("th", Map.of("scope", "col"), "test");
                    boards.forEach(board -> html.element("th", Map.of("scope", "col"), board));
                }));
                html.element("tbody", () -> rows.forEach((name, tests) -> html.element("tr", () -> {
                    html.element("th", Map.of("scope", "row"), name);
                    boards.forEach(board -> cell(tests.get(board)));
                })));
            });
        });
    }

    private void cell(ComparedTest test) {
        if (test == null) {
            html.element("td", NO_TEST);
        } else if (isBad(test)) {
            html.element("td", Map.of("class", "bad"), () -> html.element("a", Map.of("href", "#" + address(test.place())), test.now().verdict().toString()));
        } else {
            html.element("td", Map.of("class", test.now().verdict() == Verdict.PASSED ? "ok" : "skip"), test.now().verdict().toString());
        }
    }

    private void details(ComparedTest test) {
        RanTest now = test.now();
        html.element("article", Map.of("id", test.place().anchor()), () -> {
            html.element("h3", () -> html.element("a", Map.of("href", "#" + address(test.place())), test.place().name() + " on " + test.place().board()));
            html.element("p", now.verdict() + (now.directive().isEmpty() ? "" : ": " + now.directive()) + before(test));
            refusal(now);
            lines("calls", now.steps());
            lines("failure", now.failure());
            lines("notes", now.noted());
            html.element("p", () -> html.text("Repeat it: ").element("code", again(test.place())));
        });
    }

    private String before(ComparedTest test) {
        return baseline == null ? "" : test.before() == null ? " (not in the baseline)" : " (" + test.before().verdict() + " in the baseline)";
    }

    private void refusal(RanTest test) {
        if (test.failed() == null || test.failed().refusal() == null) {
            return;
        }
        LineMembers refusal = new LineMembers(test.failed().refusal());
        html.element("table", () -> {
            Map<String, String> facts = new LinkedHashMap<>();
            for (String name : List.of("call", "on", "argument", TestFacts.ERRNO, "place")) {
                if (refusal.has(name) && !refusal.text(name).isEmpty()) {
                    facts.put(name, refusal.text(name));
                }
            }
            facts.forEach(this::fact);
            refusal.maps("rules").stream().map(LineMembers::new)
                    .forEach(rule -> fact("rule", rule.text(TestFacts.TEXT) + (rule.text("source").isEmpty() ? "" : " (" + rule.text("source") + ")")));
        });
    }

    private void fact(String name, String value) {
        html.element("tr", () -> {
            html.element("th", Map.of("scope", "row"), name);
            html.element("td", value);
        });
    }

    private void lines(String name, List<String> lines) {
        if (!lines.isEmpty()) {
            html.element("pre", attributes("class", name, "tabindex", "0", "aria-label", name), String.join("\n", lines));
        }
    }

    /** A command for a shell. */
    private String again(TestAddress place) {
        return "kvmsh test " + quoted(place.script()) + " -b " + quoted(asked(place.board()));
    }

    /** The name that was asked for: that of a board's title has its kind, and none of its settings. */
    private String asked(String board) {
        Set<String> titles = new LinkedHashSet<>(comparison.tests().stream().filter(test -> test.now() != null).map(test -> test.place().board()).toList());
        int at = List.copyOf(titles).indexOf(board);
        return at < run.asked().boards().size() ? run.asked().boards().get(at) : board.replaceFirst(" .*", "");
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** An anchor as an address has it. */
    private static String address(TestAddress place) {
        return place.anchor().codePoints().mapToObj(each -> "\"%<>`#?{}|\\^[]".indexOf(each) < 0 && each > ' ' && each < 127 ? Character.toString(each) : percent(each)).collect(Collectors.joining());
    }

    private static String percent(int character) {
        StringBuilder text = new StringBuilder();
        for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format("%%%02X", each & 0xff));
        }
        return text.toString();
    }

    /** In this order. */
    private static Map<String, String> attributes(String... namesAndValues) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return attributes;
    }
}
