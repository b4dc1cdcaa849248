package org.kvmsh.repl.results;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.ShellWord;
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
    /** The titles of the run's boards, in its order. */
    private final List<String> boards;
    private final Elements html = new Elements();

    private RunPage(RecordedRun run, RecordedRun baseline) {
        this.run = run;
        this.baseline = baseline;
        comparison = RunComparison.of(baseline == null ? List.of() : baseline.boards(), run.boards());
        boards = comparison.tests().stream().filter(test -> test.now() != null).map(test -> test.address().board()).distinct().toList();
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
                lists();
                matrix();
                html.element("section", Map.of("id", "details", "aria-labelledby", "details-title"), () -> {
                    html.element("h2", Map.of("id", "details-title"), "Details");
                    comparison.tests().stream().filter(test -> test.change().hasDetails()).forEach(this::details);
                });
            }));
        });
    }

    private void head() {
        html.empty("meta", Map.of("charset", "utf-8"));
        html.empty("meta", attributes("name", "viewport", "content", "width=device-width, initial-scale=1"));
        html.empty("meta", attributes("name", "color-scheme", "content", "light dark"));
        html.element("title", title());
        html.empty("link", attributes("rel", "stylesheet", "href", STYLE));
    }

    private String title() {
        int since = comparison.of(Change.NEW_FAILURE).size();
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

    private void lists() {
        list(Change.NEW_FAILURE, baseline == null ? "failures" : Change.NEW_FAILURE.heading());
        for (Change change : List.of(Change.OTHER_FAILURE, Change.OLD_FAILURE, Change.NOT_RUN, Change.GONE, Change.FIXED)) {
            if (!comparison.of(change).isEmpty()) {
                list(change, change.heading());
            }
        }
    }

    private void list(Change change, String heading) {
        List<ComparedTest> tests = comparison.of(change);
        html.element("section", Map.of("id", change.id()), () -> {
            html.element("h2", Character.toUpperCase(heading.charAt(0)) + heading.substring(1) + " (" + tests.size() + ")");
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
                html.element("a", Map.of("href", "#" + fragment(test.address())), test.address().name());
            } else {
                html.text(test.address().name());
            }
            html.text(" on " + test.address().board() + ": ").element("span", Map.of("class", "why"), test.inWords());
        });
    }

    private void matrix() {
        Map<String, Map<String, ComparedTest>> rows = new LinkedHashMap<>();
        comparison.tests().stream().filter(test -> test.now() != null)
                .forEach(test -> rows.computeIfAbsent(test.address().name(), name -> new LinkedHashMap<>()).put(test.address().board(), test));
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
        } else if (test.change().hasDetails()) {
            html.element("td", Map.of("class", "bad"), () -> html.element("a", Map.of("href", "#" + fragment(test.address())), test.now().verdict().toString()));
        } else {
            html.element("td", Map.of("class", test.now().verdict() == Verdict.PASSED ? "ok" : "skip"), test.now().verdict().toString());
        }
    }

    private void details(ComparedTest test) {
        RanTest now = test.now();
        html.element("article", Map.of("id", test.address().anchor()), () -> {
            html.element("h3", () -> html.element("a", Map.of("href", "#" + fragment(test.address())), test.address().name() + " on " + test.address().board()));
            html.element("p", now.verdict() + (now.directive().isEmpty() ? "" : ": " + now.directive()) + before(test));
            refusal(now);
            lines("calls", now.steps());
            lines("failure", now.failure());
            lines("notes", now.noted());
            html.element("p", () -> html.text("Repeat it: ").element("code", again(test.address())));
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
            for (String name : List.of(TestFacts.CALL, "on", "argument", TestFacts.ERRNO, "place")) {
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

    /** A command for a shell in the directory where the run was begun. */
    private String again(TestAddress address) {
        return "kvmsh test " + quoted(run.asked().file(address.script())) + " -b " + quoted(asked(address.board()));
    }

    /** The name that was asked for: that of a board's title has its kind, and none of its settings. */
    private String asked(String board) {
        int at = boards.indexOf(board);
        return at < run.asked().boards().size() ? run.asked().boards().get(at) : board.replaceFirst(" .*", "");
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : ShellWord.quoted(word);
    }

    /** An anchor as an address has it. */
    private static String fragment(TestAddress address) {
        return address.anchor().codePoints().mapToObj(each -> "\"%<>`#?{}|\\^[]".indexOf(each) < 0 && each > ' ' && each < 127 ? Character.toString(each) : percent(each)).collect(Collectors.joining());
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
