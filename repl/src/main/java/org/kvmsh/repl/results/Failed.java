package org.kvmsh.repl.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.Failure;

/**
 * The failure of a test.
 *
 * @param message in one line, with its position
 * @param place file:line:column; empty if not known
 * @param refusal the refused call behind it, as {@link TestFacts} writes it; null for a failure without one
 * @param text as a person reads it, a line each
 */
public record Failed(String message, String place, Map<String, Object> refusal, List<String> text) {
    private static final String MESSAGE = "message";
    private static final String PLACE = "place";
    private static final String REFUSAL = "refusal";
    private static final String TEXT = "text";

    static Failed of(Failure failure) {
        return new Failed(
                failure.getMessage(),
                failure.getPlace(),
                failure.getRefusal() == null ? null : TestFacts.refusal(failure.getRefusal()),
                failure.lines());
    }

    static Failed read(LineMembers facts) {
        return new Failed(
                facts.text(MESSAGE),
                facts.text(PLACE),
                facts.has(REFUSAL) ? facts.under(REFUSAL).map() : null,
                facts.texts(TEXT));
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(MESSAGE, message);
        facts.put(PLACE, place);
        facts.put(REFUSAL, refusal);
        facts.put(TEXT, text);
        return facts;
    }

    /** The message with the value that was compared. */
    public String messageWithValue() {
        return message + value();
    }

    /** The value that was compared, after a semicolon; empty if one line cannot name it. */
    String value() {
        return ConditionValue.of(message, text);
    }

    /** Whether it is a condition's, and one line cannot name the value that was compared. */
    boolean isConditionWithoutValue() {
        return ConditionValue.isOfCondition(message) && value().isEmpty();
    }

    /** The refused call; null for a failure without one. */
    public String call() {
        return refusal == null ? null : (String) refusal.get(TestFacts.CALL);
    }

    /** The errno of the refused call; null for a failure without a refused call. */
    public String errno() {
        return refusal == null ? null : (String) refusal.get(TestFacts.ERRNO);
    }
}
