package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.test.AllowedSplats;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.cli.Excuse;

/**
 * The tests and the kernel's reports that files say are known. An entry excuses a failure and nothing else: an error, a
 * test that did not run and a kernel's own fault count as ever, and an expired entry excuses nothing.
 */
public final class KnownFailures {
    private final List<KnownFailure> entries;
    private final List<KnownSplat> splats;
    private final AllowedSplats allowed;
    private final Set<KnownFailure> met = ConcurrentHashMap.newKeySet();

    private KnownFailures(List<KnownFailure> entries, List<KnownSplat> splats) {
        this.entries = entries;
        this.splats = splats;
        this.allowed = new AllowedSplats(splats.stream()
                .filter(splat -> !splat.excuse().isExpired())
                .map(splat -> new AllowedSplats.Allowed(
                        splat.excuse().place(), splat.log(), splat.excuse().why()))
                .toList());
    }

    /**
     * Reads files of known failures.
     *
     * @param scripts whose own file {@link KnownScript#FILE} is read too
     * @throws IOException whose message is a sentence with file, line and column
     */
    public static KnownFailures read(List<Path> files, List<KnownScript> scripts) throws IOException {
        List<KnownFailure> entries = new ArrayList<>();
        List<KnownSplat> splats = new ArrayList<>();
        for (Path directory : scripts.stream()
                .map(KnownScript::known)
                .filter(Objects::nonNull)
                .distinct()
                .toList()) {
            KnownFile.read(directory.resolve(KnownScript.FILE)).failures().stream()
                    .map(entry -> entry.below(directory))
                    .forEach(entries::add);
        }
        for (Path file : files) {
            KnownFile read = KnownFile.read(file);
            entries.addAll(read.failures());
            splats.addAll(read.splats());
        }
        return new KnownFailures(entries, splats);
    }

    /** The reports of a kernel that fail no test. */
    public AllowedSplats splats() {
        return allowed;
    }

    private List<KnownFailure> find(KnownBoard board, KnownScript script, String test, boolean flaky) {
        List<KnownFailure> of = entries.stream()
                .filter(entry -> entry.isOf(board, script, test))
                .toList();
        met.addAll(of);
        return of.stream()
                .filter(entry -> entry.flaky() == flaky && !entry.excuse().isExpired())
                .toList();
    }

    /** A test's own result as it counts, before anything that its kernel reported. */
    public TestResult judged(KnownBoard board, KnownScript script, TestResult result) {
        List<KnownFailure> all = find(board, script, result.name(), false);
        if (all.isEmpty()) {
            return result.verdict() == Verdict.FAILED && !result.why().isNone()
                    ? withCause(board, script, result)
                    : result;
        }
        KnownFailure known = all.stream()
                .filter(entry -> entry.isAsKnown(result))
                .findFirst()
                .orElse(all.get(0));
        if (result.verdict() == Verdict.FAILED && !known.isAsKnown(result)) {
            return result.withLine("it is known to fail with '" + known.saw() + "': "
                    + known.excuse().why());
        }
        return switch (result.verdict()) {
            case FAILED ->
                new TestResult(
                        result.name(),
                        Verdict.XFAIL,
                        known.excuse().why(),
                        result.why(),
                        result.steps(),
                        result.took(),
                        result.notes());
            case PASSED ->
                new TestResult(
                        result.name(),
                        Verdict.XPASS,
                        "passed, but is known to fail: " + known.excuse().why(),
                        result.why(),
                        result.steps(),
                        result.took(),
                        result.notes());
            default -> result;
        };
    }

    /**
     * A failure with the reason why it is known on other boards: it may be the cause on this one, and excuses nothing.
     */
    private TestResult withCause(KnownBoard board, KnownScript script, TestResult failed) {
        return entries.stream()
                .filter(entry -> !entry.excuse().isExpired()
                        && entry.isAsKnown(failed)
                        && entry.isOfOthers(board, script, failed.name()))
                .findFirst()
                .map(entry -> failed.withLine("possible cause, known from "
                        + entry.where().board() + ": " + entry.excuse().why()))
                .orElse(failed);
    }

    /** Why a test is known to fail sometimes; null if it is not. */
    public String flake(KnownBoard board, KnownScript script, String test) {
        return find(board, script, test, true).stream()
                .findFirst()
                .map(known -> known.excuse().why())
                .orElse(null);
    }

    /** The entries that have expired, a sentence each: none of them may stay. */
    public List<String> expired() {
        return Excuse.expired(Stream.concat(
                entries.stream().map(KnownFailure::excuse), splats.stream().map(KnownSplat::excuse)));
    }

    /** The entries that are of no test and no report of the run, a sentence each. */
    public List<String> unmet() {
        return Stream.concat(
                        entries.stream()
                                .filter(entry -> entry.below() == null
                                        && !met.contains(entry)
                                        && !entry.excuse().isExpired())
                                .map(entry -> entry.excuse().place() + ": this entry matched no test in this run"),
                        allowed.unmet().stream()
                                .map(place -> place + ": this entry matched no kernel report in this run"))
                .toList();
    }
}
