package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.TestCount;
import org.kvmsh.dsl.session.call.RuleNote;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * The result of one test.
 *
 * @param reason in a few words, on one line; always set for a skip, a test that did not run and an error
 *     ({@code TIMEOUT}), for a failure if the expectations do not explain it, and for any test if its board's kernel
 *     reported a fault; otherwise empty
 * @param why of a failure or an error the message with its position, of any length; {@link Failure#NONE} if the reason
 *     is sufficient
 * @param steps the calls made by a failed test
 * @param notes the rules that its board did not follow, whatever the verdict
 * @param unchecked what it passed without, a line each: that it checked nothing, expectations that were never reached
 * @param count of its moves or second calls; null unless such are made
 */
public record TestResult(
        String name,
        Verdict verdict,
        String reason,
        Failure why,
        List<String> steps,
        Duration took,
        List<RuleNote> notes,
        List<String> unchecked,
        TestCount count) {
    /** The reason of a test that passed without an expectation. */
    public static final String CHECKED_NOTHING = "checked nothing";

    public TestResult {
        reason = reason.strip().replaceAll("\\s*\\R\\s*", " ");
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        unchecked = List.copyOf(unchecked);
    }

    /** A result that tells nothing of expectations. */
    public TestResult(
            String name,
            Verdict verdict,
            String reason,
            Failure why,
            List<String> steps,
            Duration took,
            List<RuleNote> notes) {
        this(name, verdict, reason, why, steps, took, notes, List.of(), null);
    }

    public static TestResult passed(String name, Duration took) {
        return new TestResult(name, Verdict.PASSED, "", Failure.NONE, List.of(), took, List.of());
    }

    /** An expectation did not hold, or the script threw. */
    public static TestResult failed(String name, Failure why, List<String> steps, Duration took) {
        return failed(name, "", why, steps, took);
    }

    /** A failure with the reason on its line: {@code not ok 1 NAME # REASON}. */
    public static TestResult failed(String name, String reason, Failure why, List<String> steps, Duration took) {
        return new TestResult(name, Verdict.FAILED, reason, why, steps, took, List.of());
    }

    public static TestResult skipped(String name, String reason) {
        return new TestResult(name, Verdict.SKIPPED, reason, Failure.NONE, List.of(), Duration.ZERO, List.of());
    }

    /** A test that was kept from its end. */
    public static TestResult error(String name, String reason, Failure why, List<String> steps, Duration took) {
        return new TestResult(name, Verdict.ERROR, reason, why, steps, took, List.of());
    }

    /** The result of a test that was under way when a board was lost. */
    public static TestResult lost(String name, BoardLost why) {
        return error(
                name,
                EndedEarly.BOARD_LOST.reason() + ": "
                        + why.why().lines().findFirst().orElse(""),
                Failure.ofText(why.getMessage()),
                List.of(),
                Duration.ZERO);
    }

    /** A test that never began. */
    public static TestResult notRun(String name, String reason) {
        return new TestResult(name, Verdict.NOT_RUN, reason, Failure.NONE, List.of(), Duration.ZERO, List.of());
    }

    /** The same with a note on its line. */
    TestResult withNote(String note) {
        return new TestResult(name, verdict, joined("; ", reason, note), why, steps, took, notes, unchecked, count);
    }

    /** The same with what was counted, if it ran. */
    public TestResult counted(TestCount counted) {
        return switch (verdict) {
            case PASSED, FAILED, XFAIL, XPASS ->
                new TestResult(
                        name, verdict, reason, why, steps, took, notes, unchecked, counted == null ? count : counted);
            default -> this;
        };
    }

    /** The same with the calls that it made. */
    TestResult withSteps(List<String> made) {
        return new TestResult(name, verdict, reason, why, made, took, notes, unchecked, count);
    }

    /** The same with rules that its board did not follow. */
    public TestResult withNotes(List<RuleNote> unfollowed) {
        return new TestResult(name, verdict, reason, why, steps, took, unfollowed, unchecked, count);
    }

    /** The same with what it passed without, a line each. */
    public TestResult without(List<String> expectations) {
        return new TestResult(
                name,
                verdict,
                reason,
                why,
                steps,
                took,
                notes,
                Stream.concat(unchecked.stream(), expectations.stream()).toList(),
                count);
    }

    /** Whether it passed, and evaluated no expectation. */
    public boolean hasCheckedNothing() {
        return unchecked.contains(CHECKED_NOTHING);
    }

    /** A failure by a fault of the kernel's; an error stays one, and its own reason comes first. */
    TestResult failedBy(String fault, List<String> report) {
        Verdict failed = verdict.isOk() ? Verdict.FAILED : verdict;
        return new TestResult(
                name,
                failed,
                verdict.isOk() ? joined("; ", fault, reason) : joined("; ", reason, fault),
                why.with(List.of(), report),
                steps,
                took,
                notes);
    }

    /** The same failure with another line that explains it. */
    public TestResult withLine(String line) {
        return new TestResult(
                name, verdict, reason, why.with(List.of(), List.of(line)), steps, took, notes, unchecked, count);
    }

    private static String joined(String between, String... texts) {
        return Stream.of(texts).filter(text -> !text.isEmpty()).collect(Collectors.joining(between));
    }

    /** The text that follows the name on its line after {@code #}; may be empty. */
    public String directive() {
        return verdict.directive(count == null ? reason : joined("; ", reason, count.toString()));
    }

    /** The reason and the message, whichever there are, a line each. */
    public List<String> explanation() {
        return Stream.concat(Stream.of(reason).filter(text -> !text.isEmpty()), why.lines().stream())
                .toList();
    }

    /** The result as output lines: the first is complete for parsers, the others explain a failure. */
    public List<MarkedLine> lines(int number) {
        List<MarkedLine> lines = new ArrayList<>();
        lines.add(MarkedLine.of(verdict.mark(), verdict.marker())
                .and(" " + number + " " + PrintableText.line(name))
                .and(Mark.ASIDE, directive().isEmpty() ? "" : " # " + directive()));
        (why.isNone() ? List.<MarkedLine>of() : why.marked())
                .forEach(line -> lines.add(MarkedLine.of("  ").and(line)));
        notes.forEach(note -> note.lines().forEach(line -> lines.add(MarkedLine.of("  " + line))));
        CallsOfTest.folded(steps).forEach(line -> lines.add(MarkedLine.of(Mark.ASIDE, line)));
        return lines;
    }
}
