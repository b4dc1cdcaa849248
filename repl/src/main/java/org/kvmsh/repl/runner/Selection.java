package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.repl.cli.NamePattern;

/**
 * The choice of tests that run from a run's scripts: those that match a filter, have a tag, and failed in an earlier
 * run.
 */
public final class Selection {
    /** The message where the options leave out all tests, and each of them is met. */
    public static final String NONE = "no test matches all of --filter, --tag and --rerun-failed";

    private static final String NOT = "!";

    private final List<NamePattern> filters;
    private final List<String> tags;
    private final FailedTests failed;
    /** The filters and tags that have chosen a test. */
    private final Set<Object> met = ConcurrentHashMap.newKeySet();

    /** @param failed null for all */
    public Selection(List<NamePattern> filters, List<String> tags, FailedTests failed) {
        this.filters = List.copyOf(filters);
        this.tags = List.copyOf(tags);
        this.failed = failed;
    }

    public boolean isAll() {
        return filters.isEmpty() && tags.isEmpty() && failed == null;
    }

    /** @param board as it was asked for */
    public boolean chooses(String board, String script, String test, List<String> ofTest) {
        List<NamePattern> matching = filters.stream()
                .filter(filter -> filter.matches(
                        test, script, script.substring(script.lastIndexOf('/') + 1), script + ": " + test))
                .toList();
        boolean chosen = (filters.isEmpty() || !matching.isEmpty())
                && hasTag(ofTest)
                && (failed == null || failed.has(board, script, test));
        if (chosen) {
            met.addAll(matching);
            met.addAll(ofTest);
        }
        return chosen;
    }

    private boolean hasTag(List<String> ofTest) {
        List<String> wanted = tags.stream().filter(tag -> !tag.startsWith(NOT)).toList();
        return (wanted.isEmpty() || wanted.stream().anyMatch(ofTest::contains))
                && tags.stream().noneMatch(tag -> tag.startsWith(NOT) && ofTest.contains(tag.substring(1)));
    }

    /** Whether a test that the text of a script shows runs; true as well if that is known only when the script does. */
    public boolean mayChoose(String board, String script, TestPlace place) {
        if (place.name() == null || place.tags() == null) {
            return failed == null || failed.has(board, script, place.name());
        }
        return chooses(board, script, place.name(), place.tags());
    }

    /**
     * Whether a script runs: because of a test that its text shows, because it may have others, or because it is chosen
     * itself and has none.
     */
    public boolean mayChoose(String board, TestScript script) {
        if (isAll() || chooses(board, script.name(), script.name(), List.of())) {
            return true;
        }
        ScriptTests tests = script.tests();
        // Each is asked: a filter or tag is met by any of them.
        return tests.places().stream()
                                .filter(place -> mayChoose(board, script.name(), place))
                                .count()
                        > 0
                || tests.more() && failed == null;
    }

    /** The filters, tags and failed tests that have chosen no test, a sentence each. */
    public List<String> unmet() {
        List<String> unmet = new ArrayList<>();
        filters.stream()
                .filter(filter -> !met.contains(filter))
                .forEach(filter -> unmet.add("--filter " + filter + " matches no test"));
        tags.stream()
                .filter(tag -> !tag.startsWith(NOT) && !met.contains(tag))
                .forEach(tag -> unmet.add("--tag " + tag + " matches no test"));
        if (failed != null) {
            unmet.addAll(
                    failed.isEmpty()
                            ? List.of("nothing failed in " + failed)
                            : failed.unmet().stream()
                                    .map(name -> "--rerun-failed " + failed + ": no such test: " + name)
                                    .toList());
        }
        return unmet;
    }
}
