package org.kvmsh.repl.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.dsl.inspect.MoveCount;
import org.kvmsh.dsl.inspect.RefusalCount;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.inspect.TestCount;
import org.kvmsh.dsl.session.call.RuleNote;
import org.kvmsh.dsl.session.test.TestResult;

/** The facts of a test's result about calls and rules, in JSON's terms. */
public final class TestFacts {
    public static final String ERRNO = "errno";
    public static final String CALL = "call";
    public static final String TEXT = "text";
    static final String PLACE = "place";
    static final String UNCHECKED = "unchecked";
    static final String MOVES = "moves";
    static final String NOT_MOVED = "notMoved";
    static final String PROVED = "answeredOtherwise";
    static final String SAME = "answeredTheSame";
    static final String OPEN = "withoutRightArgument";

    private TestFacts() {}

    /** A call that the kernel or kvmsh refused. */
    static Map<String, Object> refusal(RefusedCall refused) {
        Map<String, Object> facts = call(
                refused.getCall(),
                refused.refusal().on(),
                refused.getArgument(),
                refused.refusal().errno());
        facts.put("planned", refused.planned());
        facts.put(PLACE, refused.getPlace());
        facts.put(
                "rules",
                refused.getRules().stream()
                        .map(rule -> rule(rule.text(), rule.source(), rule.broken()))
                        .toList());
        return facts;
    }

    private static Map<String, Object> call(String call, FdKind on, String argument, int errno) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(ERRNO, errno == 0 ? null : Errno.name(errno));
        facts.put("number", errno);
        facts.put(CALL, call);
        facts.put("on", RefusedCall.name(on));
        facts.put("argument", argument);
        return facts;
    }

    private static Map<String, Object> rule(String text, String source, Object broken) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(TEXT, text);
        facts.put("source", source);
        facts.put("broken", broken);
        return facts;
    }

    /** The rules that the board did not follow, what the test passed without, and the moves of its machines. */
    static List<Map<String, Object>> notes(TestResult test) {
        return Stream.of(
                        test.notes().stream().map(TestFacts::note),
                        test.unchecked().stream().map(TestFacts::unchecked),
                        Stream.ofNullable(test.count()).map(TestFacts::count))
                .flatMap(each -> each)
                .toList();
    }

    /** A rule that the board did not follow: errno is null if it took the call. */
    private static Map<String, Object> note(RuleNote note) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", note.board());
        facts.put(PLACE, note.site().line() == 0 ? "" : note.site().toString());
        facts.put(TEXT, note.lines());
        if (note.rule() != null) {
            facts.putAll(call(
                    note.rule().call(),
                    note.rule().on(),
                    note.rule().argument(),
                    note.rule().errno()));
            facts.put(
                    "rules",
                    note.rule().broken().stream().map(TestFacts::violation).toList());
        }
        return facts;
    }

    private static Map<String, Object> count(TestCount count) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (count instanceof MoveCount moves) {
            facts.put(MOVES, moves.moves());
            facts.put(NOT_MOVED, moves.cause());
        } else if (count instanceof RefusalCount refusals) {
            facts.put(PROVED, refusals.proved());
            facts.put(SAME, refusals.same());
            facts.put(OPEN, refusals.open());
        }
        facts.put(TEXT, List.of(count.toString()));
        return facts;
    }

    /** The fact that a test passed without a check. */
    private static Map<String, Object> unchecked(String text) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(UNCHECKED, true);
        facts.put(TEXT, List.of(text));
        return facts;
    }

    private static Map<String, Object> violation(Violation violation) {
        Map<String, Object> facts = rule(violation.text(), violation.rule().source(), true);
        facts.put("errnos", violation.rule().errnos().stream().map(Errno::name).toList());
        return facts;
    }
}
