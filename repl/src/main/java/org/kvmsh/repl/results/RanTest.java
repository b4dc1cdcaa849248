package org.kvmsh.repl.results;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.MoveCount;
import org.kvmsh.dsl.inspect.RefusalCount;
import org.kvmsh.dsl.session.need.Needs;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The result of a test as it is kept and reported: texts, numbers and maps, nothing of the session that it ran in.
 *
 * @param reason as {@link TestResult#reason} has it
 * @param failed null for a test whose reason says everything
 * @param took in whole milliseconds
 * @param notes the rules that its board did not follow, what it passed without, and the moves of its machines, as
 *     {@link TestFacts} has them
 * @param flake why it is known to fail sometimes; null if it is not
 * @param tries the results of each time that it ran, in order; empty if it ran once
 * @param files what explains its failure; null if nothing is kept
 */
public record RanTest(
        String name,
        Verdict verdict,
        String reason,
        Failed failed,
        List<String> steps,
        Duration took,
        List<Map<String, Object>> notes,
        String flake,
        List<RanTest> tries,
        KeptFiles files) {
    /** The reason of what a run that was ended has left without a result. */
    public static final String ENDED = "the run was stopped";
    /** The reason of a test that has begun and has no result, although its script reached its end. */
    public static final String NO_RESULT = "its result is missing";

    private static final String NAME = "name";
    private static final String VERDICT = "verdict";
    private static final String REASON = "reason";
    private static final String MS = "ms";
    private static final String FAILURE = "failure";
    private static final String STEPS = "steps";
    private static final String NOTES = "notes";
    private static final Pattern TIME = Pattern.compile("\\d+(\\.\\d+)? [mun]?s\\b");
    private static final String FLAKE = "knownFlaky";
    private static final String TRIES = "tries";
    private static final String FILES = "files";

    public RanTest {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        tries = List.copyOf(tries);
        took = Duration.ofMillis(took.toMillis());
    }

    /** The result of a test that has just ended. */
    public static RanTest of(TestResult test) {
        return new RanTest(
                test.name(),
                test.verdict(),
                test.reason(),
                test.why().isNone() ? null : Failed.of(test.why()),
                test.steps(),
                test.took(),
                TestFacts.notes(test),
                null,
                List.of(),
                null);
    }

    /** The result of a test that has none of its own. */
    public static RanTest without(String name, Verdict verdict, String reason) {
        return of(new TestResult(name, verdict, reason, Failure.NONE, List.of(), Duration.ZERO, List.of()));
    }

    /** The same under another name. */
    public RanTest named(String other) {
        return new RanTest(other, verdict, reason, failed, steps, took, notes, flake, tries, files);
    }

    /**
     * Reads a test as {@link #facts} has written it.
     *
     * @param run the directory of its run
     */
    public static RanTest read(LineMembers facts, Path run) {
        return new RanTest(
                facts.text(NAME),
                verdict(facts.text(VERDICT)),
                facts.text(REASON),
                facts.has(FAILURE) ? Failed.read(facts.under(FAILURE)) : null,
                facts.texts(STEPS),
                Duration.ofMillis(facts.number(MS)),
                facts.maps(NOTES),
                facts.has(FLAKE) ? facts.text(FLAKE) : null,
                List.of(),
                facts.has(FILES) ? KeptFiles.read(run, facts.text(FILES)) : null);
    }

    private static Verdict verdict(String words) {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.toString().equals(words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown verdict '" + words + "'"));
    }

    /** In JSON's terms. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(NAME, name);
        facts.put(VERDICT, verdict.toString());
        facts.put(REASON, reason);
        facts.put(MS, took.toMillis());
        facts.put(FAILURE, failed == null ? null : failed.facts());
        facts.put(STEPS, steps);
        facts.put(NOTES, notes);
        if (flake != null) {
            facts.put(FLAKE, flake);
        }
        if (!tries.isEmpty()) {
            facts.put(TRIES, tries.stream().map(RanTest::facts).toList());
        }
        if (files != null) {
            facts.put(FILES, files.directory());
        }
        return facts;
    }

    /** The same with what explains its failure. */
    public RanTest withFiles(KeptFiles kept) {
        return new RanTest(name, verdict, reason, failed, steps, took, notes, flake, tries, kept);
    }

    /** The same with other notes. */
    public RanTest withNotes(List<Map<String, Object>> others) {
        return new RanTest(name, verdict, reason, failed, steps, took, others, flake, tries, files);
    }

    /** Whether it ran, and did not pass. */
    public boolean isFailure() {
        return !verdict.isOk() && verdict != Verdict.NOT_RUN;
    }

    /** Whether it is not for its board. */
    boolean isForOtherBoards() {
        return verdict == Verdict.SKIPPED && Needs.isOfOtherBoard(reason);
    }

    /** The same with another verdict, and the results behind it: one that checked nothing once is not lost. */
    RanTest after(Verdict other, String why, List<RanTest> all) {
        List<Map<String, Object>> told = new ArrayList<>(notes);
        all.stream()
                .flatMap(test -> test.notes.stream())
                .filter(note -> List.of(TestResult.CHECKED_NOTHING).equals(note.get(TestFacts.TEXT)))
                .filter(note -> !told.contains(note))
                .forEach(told::add);
        return new RanTest(
                name,
                other,
                why,
                failed,
                steps,
                all.stream().map(RanTest::took).reduce(Duration.ZERO, Duration::plus),
                told,
                flake,
                all,
                files);
    }

    /** The same, known to fail sometimes. */
    public RanTest withFlake(String known) {
        return known == null
                ? this
                : new RanTest(name, verdict, reason, failed, steps, took, notes, known, tries, files);
    }

    /** Whether it failed as it is known to do: not by an error, nor by a fault that its kernel reported. */
    boolean isKnownFlake() {
        return flake != null && verdict == Verdict.FAILED && reason.isEmpty();
    }

    /** The text that follows the name on its line after {@code #}; may be empty. */
    public String directive() {
        return verdict.directive(reason);
    }

    /** The lines of its failure; none of one that has none. */
    public List<String> failure() {
        return failed == null ? List.of() : failed.text();
    }

    /** Why it did not pass, in one line; of one that did, that it did. */
    public String why() {
        return !directive().isEmpty() ? directive() : failed == null ? verdict.toString() : failed.messageWithValue();
    }

    /**
     * Why a test did not pass, as a value: wherever the line is in the script, however long it took.
     *
     * @param message empty if a call was refused, and of a test whose directive says everything
     */
    public record Cause(Verdict verdict, String directive, String call, String errno, String message) {}

    public Cause cause() {
        String errno = failed == null ? null : failed.errno();
        return errno == null
                ? new Cause(verdict, directive(), null, null, timeless())
                : new Cause(verdict, directive(), failed.call(), errno, "");
    }

    /** Its message wherever the line is in the script, however long it took; empty without a failure. */
    String timeless() {
        return failed == null
                ? ""
                : TIME.matcher(failed.message().replace(failed.place(), "")).replaceAll("");
    }

    /** The reason and the message, whichever there are, a line each. */
    public List<String> explanation() {
        return Stream.concat(Stream.of(reason).filter(text -> !text.isEmpty()), failure().stream())
                .toList();
    }

    /**
     * The checks that it passed without, a line each: that it checked nothing, expectations that were never reached.
     */
    List<String> unchecked() {
        return notes.stream()
                .map(LineMembers::new)
                .filter(note -> note.has(TestFacts.UNCHECKED))
                .flatMap(note -> note.texts(TestFacts.TEXT).stream())
                .toList();
    }

    /** What it counted when it ran last. */
    private Optional<LineMembers> counted(String key) {
        RanTest last = tries.isEmpty() ? this : tries.get(tries.size() - 1);
        return last.notes.stream()
                .map(LineMembers::new)
                .filter(note -> note.has(key))
                .findFirst();
    }

    /** The moves of its machines when it ran last; null unless each run of it was moved. */
    MoveCount moves() {
        return counted(TestFacts.MOVES)
                .map(note -> new MoveCount(
                        (int) note.number(TestFacts.MOVES),
                        note.has(TestFacts.NOT_MOVED) ? note.text(TestFacts.NOT_MOVED) : null))
                .orElse(null);
    }

    /** Its refused calls that were made again when it ran last; null unless such are made again. */
    RefusalCount refusals() {
        return counted(TestFacts.PROVED)
                .map(note ->
                        new RefusalCount((int) note.number(TestFacts.PROVED), (int) note.number(TestFacts.SAME), (int)
                                note.number(TestFacts.OPEN)))
                .orElse(null);
    }

    /** The lines of its notes. */
    public List<String> noted() {
        return notes.stream()
                .flatMap(note -> new LineMembers(note).texts(TestFacts.TEXT).stream())
                .toList();
    }
}
