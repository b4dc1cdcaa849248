package org.kvmsh.repl.results.page;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.ComparedTest;

/** All tests of a run, a row each, with a column for each board. Those that passed wherever they ran are folded. */
final class TestMatrix {
    private static final String NO_TEST = "–";
    private static final long MOST_MILLISECONDS = 10_000;

    private final Elements html;
    /** The titles of the run's boards, in its order. */
    private final List<String> boards;

    private final Map<String, Map<String, ComparedTest>> rows = new LinkedHashMap<>();

    /** @param tests those of the run, and of an earlier one */
    TestMatrix(Elements html, List<ComparedTest> tests) {
        this.html = html;
        List<ComparedTest> now =
                tests.stream().filter(test -> test.now() != null).toList();
        boards = now.stream().map(test -> test.address().board()).distinct().toList();
        now.forEach(test -> rows.computeIfAbsent(test.address().name(), name -> new LinkedHashMap<>())
                .put(test.address().board(), test));
    }

    void write() {
        Map<String, Map<String, ComparedTest>> passed = new LinkedHashMap<>();
        Map<String, Map<String, ComparedTest>> others = new LinkedHashMap<>();
        rows.forEach((name, tests) -> (isPassed(tests.values()) ? passed : others).put(name, tests));
        html.element("section", Map.of("id", "tests", "aria-labelledby", "tests-title"), () -> {
            html.element("h2", Map.of("id", "tests-title"), "All tests (" + rows.size() + ")");
            if (!others.isEmpty()) {
                table(others);
            }
            if (!passed.isEmpty()) {
                html.element("details", () -> {
                    html.element("summary", passed.size() == 1 ? "1 test passed" : passed.size() + " tests passed");
                    table(passed);
                });
            }
        });
    }

    private static boolean isPassed(Collection<ComparedTest> tests) {
        return tests.stream().allMatch(test -> test.now().verdict() == Verdict.PASSED);
    }

    private void table(Map<String, Map<String, ComparedTest>> of) {
        html.element("table", Map.of("class", "matrix"), () -> {
            html.element(
                    "thead",
                    () -> html.element("tr", () -> {
                        html.element("th", Map.of("scope", "col"), "test");
                        boards.forEach(board -> html.element("th", Map.of("scope", "col"), board));
                    }));
            html.element(
                    "tbody",
                    () -> of.forEach((name, tests) -> html.element("tr", () -> {
                        html.element("th", Map.of("scope", "row"), name);
                        boards.forEach(board -> cell(tests.get(board)));
                    })));
        });
    }

    private void cell(ComparedTest test) {
        if (test == null) {
            html.element("td", NO_TEST);
            return;
        }
        Verdict verdict = test.now().verdict();
        boolean bad = test.change().hasDetails();
        html.element("td", Map.of("class", bad ? "bad" : verdict == Verdict.PASSED ? "ok" : "skip"), () -> {
            if (bad) {
                html.element("a", Map.of("href", test.address().link()), verdict.toString());
            } else {
                html.text(verdict.toString());
            }
            if (!test.now().took().isZero()) {
                html.element(
                        "span", Map.of("class", "why"), " " + inWords(test.now().took()));
            }
        });
    }

    private static String inWords(Duration took) {
        return took.toMillis() < MOST_MILLISECONDS ? took.toMillis() + " ms" : took.toSeconds() + " s";
    }
}
