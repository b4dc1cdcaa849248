package org.kvmsh.repl.runner;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.session.RuleNote;
import org.kvmsh.dsl.session.TestResult;
import org.kvmsh.repl.abi.Json;

/** Results as JSON: boards, in each its scripts, in each its tests, and of a test what failed and the refused call behind it as values. */
final class JsonText {
    private JsonText() { }

    /** The results of all boards, as a file has them. */
    static byte[] of(List<BoardReport> boards) {
        return (Json.of(Map.of("boards", boards.stream().map(JsonText::board).toList())) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> board(BoardReport board) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", board.board());
        facts.put("about", board.about());
        facts.put("began", board.began().toString());
        facts.put("scripts", board.scripts().stream().map(JsonText::script).toList());
        return facts;
    }

    private static Map<String, Object> script(ScriptReport script) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("script", script.script());
        facts.put("ms", script.took().toMillis());
        facts.put("tests", script.tests().stream().map(JsonText::test).toList());
        return facts;
    }

    private static Map<String, Object> test(TestResult test) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", test.name());
        facts.put("verdict", test.verdict().toString());
        facts.put("reason", test.reason());
        facts.put("ms", test.took().toMillis());
        facts.put("failure", test.why().isNone() ? null : failure(test.why()));
        facts.put("steps", test.steps());
        facts.put("notes", test.notes().stream().map(JsonText::note).toList());
        return facts;
    }

    private static Map<String, Object> failure(Failure failure) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("message", failure.getMessage());
        facts.put("place", failure.getPlace());
        facts.put("refusal", failure.getRefusal() == null ? null : refusal(failure.getRefusal()));
        facts.put("text", failure.lines());
        return facts;
    }

    private static Map<String, Object> refusal(RefusedCall refused) {
        Map<String, Object> facts = call(refused.getCall(), refused.refusal().on(), refused.getArgument(), refused.refusal().errno());
        facts.put("planned", refused.getPlanned());
        facts.put("place", refused.getPlace());
        facts.put("rules", refused.getRules().stream().map(rule -> rule(rule.getText(), rule.getSource(), rule.getBroken())).toList());
        return facts;
    }

    private static Map<String, Object> call(String call, FdKind on, String argument, int errno) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("errno", errno == 0 ? null : Errno.name(errno));
        facts.put("number", errno);
        facts.put("call", call);
        facts.put("on", RefusedCall.name(on));
        facts.put("argument", argument);
        return facts;
    }

    private static Map<String, Object> rule(String text, String source, boolean broken) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("text", text);
        facts.put("source", source);
        facts.put("broken", broken);
        return facts;
    }

    /** A rule that the board did not follow: errno is null if it took the call. */
    private static Map<String, Object> note(RuleNote note) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", note.board());
        facts.put("place", note.site().line() == 0 ? "" : note.site().toString());
        facts.put("text", note.lines());
        if (note.rule() != null) {
            facts.putAll(call(note.rule().call(), note.rule().on(), note.rule().argument(), note.rule().errno()));
            facts.put("rules", note.rule().broken().stream().map(JsonText::violation).toList());
        }
        return facts;
    }

    private static Map<String, Object> violation(Violation violation) {
        Map<String, Object> facts = rule(violation.text(), violation.rule().source(), true);
        facts.put("errnos", violation.rule().errnos().stream().map(Errno::name).toList());
        return facts;
    }
}
