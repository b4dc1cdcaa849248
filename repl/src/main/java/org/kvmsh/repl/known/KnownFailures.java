package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The tests that files say are known to fail. An entry excuses a failure and nothing else: an error, a test that did
 * not run and a kernel's own fault count as ever, and an expired entry excuses nothing.
 */
public final class KnownFailures {
    private final List<KnownFailure> entries = new ArrayList<>();
    private final Set<KnownFailure> met = ConcurrentHashMap.newKeySet();

    /** @throws IOException whose message is a sentence with file, line and column */
    public static KnownFailures read(List<Path> files) throws IOException {
        KnownFailures known = new KnownFailures();
        for (Path file : files) {
            known.entries.addAll(KnownFile.read(file));
        }
        return known;
    }

    private KnownFailure find(KnownBoard board, String script, String test, boolean flaky) {
        List<KnownFailure> of = entries.stream()
                .filter(entry -> entry.isOf(board, script, test))
                .toList();
        met.addAll(of);
        return of.stream()
                .filter(entry -> entry.flaky() == flaky && !entry.isExpired())
                .findFirst()
                .orElse(null);
    }

    /** A test's own result as it counts, before anything that its kernel reported. */
    public TestResult judged(KnownBoard board, String script, TestResult result) {
        KnownFailure known = find(board, script, result.name(), false);
        if (known == null) {
            return result;
        }
        return switch (result.verdict()) {
            case FAILED ->
                new TestResult(
                        result.name(),
                        Verdict.XFAIL,
                        known.why(),
                        result.why(),
                        result.steps(),
                        result.took(),
                        result.notes());
            case PASSED ->
                new TestResult(
                        result.name(),
                        Verdict.XPASS,
                        "passed, but is known to fail: " + known.why(),
                        result.why(),
                        result.steps(),
                        result.took(),
                        result.notes());
            default -> result;
        };
    }

    /** Why a test is known to fail sometimes; null if it is not. */
    public String flake(KnownBoard board, String script, String test) {
        KnownFailure known = find(board, script, test, true);
        return known == null ? null : known.why();
    }

    /** The entries that have expired, a sentence each: none of them may stay. */
    public List<String> expired() {
        return entries.stream()
                .filter(KnownFailure::isExpired)
                .map(entry -> entry.place() + ": expired on " + entry.expires() + ": " + entry.reason()
                        + "; remove the entry, or change its date")
                .toList();
    }

    /** The entries that are of no test of the run, a sentence each. */
    public List<String> unmet() {
        return entries.stream()
                .filter(entry -> !met.contains(entry) && !entry.isExpired())
                .map(entry -> entry.place() + ": matches no test of this run")
                .toList();
    }
}
