package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ErrorText;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.word.Word;

/** An error, as values and as text. */
public final class Failure implements Marked, AsJson {
    /** No error. */
    public static final Failure NONE = new Failure(null, "", List.of());

    private static final String NOTHING = "nothing has failed";

    private final ScriptError error;
    private final String message;
    private final List<MarkedLine> lines;

    private Failure(ScriptError error, String message, List<MarkedLine> lines) {
        this.error = error;
        this.message = message;
        this.lines = List.copyOf(lines);
    }

    /** @param lines the error as a person reads it */
    public static Failure of(ScriptError error, List<MarkedLine> lines) {
        return new Failure(error, ErrorText.inShort(error), lines);
    }

    /** A failure that is no error of a script's, from a text that may have several lines. */
    public static Failure ofText(String text) {
        List<MarkedLine> lines = text.lines().map(MarkedLine::of).toList();
        return lines.isEmpty() ? NONE : new Failure(null, lines.get(0).toString(), lines);
    }

    /** The same error with lines before it or after it; they come first where there is no error. */
    public Failure with(List<String> before, List<String> after) {
        List<MarkedLine> all = Stream.of(
                        before.stream().map(MarkedLine::of),
                        lines.stream(),
                        after.stream().map(MarkedLine::of))
                .flatMap(Function.identity())
                .toList();
        return all.isEmpty()
                ? NONE
                : new Failure(error, error == null ? all.get(0).toString() : message, all);
    }

    /** The error as a person reads it, a line each. */
    public List<String> lines() {
        return lines.stream().map(MarkedLine::toString).toList();
    }

    @Override
    public List<MarkedLine> marked() {
        return isNone() ? List.of(MarkedLine.of(NOTHING)) : lines;
    }

    /** The error; null if it is not a script's. */
    public ScriptError error() {
        return error;
    }

    /** The lines of an error, the first of them after a text. */
    public List<MarkedLine> after(String text) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i == 0 ? MarkedLine.of(text).and(lines.get(0)) : lines.get(i))
                .toList();
    }

    public boolean isNone() {
        return lines.isEmpty();
    }

    /** Groovy's truth. */
    public boolean asBoolean() {
        return !isNone();
    }

    @Word(
            value = "what went wrong, in one line with its source location; empty if nothing failed",
            example = "why.message")
    public String getMessage() {
        return message;
    }

    @Word(value = "source location: file:line:column; empty if not known", example = "why.place")
    public String getPlace() {
        return error == null || error.site().line() == 0 ? "" : error.site().toString();
    }

    @Word(value = "the refused call that caused the failure, or null", example = "why.refusal")
    public RefusedCall getRefusal() {
        return error == null ? null : RefusedCall.behind(error);
    }

    @Override
    public String toString() {
        return isNone() ? NOTHING : String.join("\n", lines());
    }
}
