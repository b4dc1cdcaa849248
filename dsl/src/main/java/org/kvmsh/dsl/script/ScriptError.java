package org.kvmsh.dsl.script;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Something that a script asks for and can't have: where, what, and what to try. */
public final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Site site;
    private final transient List<String> notes;
    private transient Quote quote;
    private transient Site statement;
    private transient boolean ofCompiler;

    /** A line of a text that stands in the script, at its site or after it: an assembly text's. */
    record Quote(String text, int line) { }

    public ScriptError(Site site, String message, String... notes) {
        super(ValueInWords.withoutObjects(message));
        this.site = site;
        this.notes = Stream.of(notes).filter(note -> !note.isEmpty()).toList();
    }

    public ScriptError(Site site, String message, Throwable cause, String... notes) {
        super(ValueInWords.withoutObjects(message), cause);
        this.site = site;
        this.notes = Stream.of(notes).filter(note -> !note.isEmpty()).toList();
    }

    public Site site() {
        return site;
    }

    /** What else is worth knowing, a line each; empty texts are left out. */
    public List<String> notes() {
        return notes;
    }

    /** Says that the error is about a line of a text that stands in the script; line 0 for the text as a whole. */
    public ScriptError inText(String text, int line) {
        quote = line == 0 ? null : new Quote(text, line);
        return this;
    }

    /** Says that the text could not be compiled, so that nothing of it ran. */
    public ScriptError ofCompiler() {
        ofCompiler = true;
        return this;
    }

    public boolean isOfCompiler() {
        return ofCompiler;
    }

    Quote quote() {
        return quote;
    }

    /** Says which statement of the text that ran was under way, wherever the error itself has its place. */
    public ScriptError during(Site running) {
        statement = running;
        return this;
    }

    /** Where the statement of the text begins, or a place in it; null where none was reached, or it is not known. */
    public Site statement() {
        return statement;
    }

    /** The same error with its notes said in another way. */
    public ScriptError withNotes(UnaryOperator<String> said) {
        ScriptError other = new ScriptError(site, getMessage(), this, notes.stream().map(said).toArray(String[]::new));
        other.quote = quote;
        other.ofCompiler = ofCompiler;
        return other;
    }

    /** The same error where its own site is not known. */
    public ScriptError at(Site other) {
        if (site.line() != 0) {
            return this;
        }
        ScriptError placed = new ScriptError(other, getMessage(), getCause(), notes.toArray(String[]::new));
        placed.quote = quote;
        placed.ofCompiler = ofCompiler;
        placed.setStackTrace(getStackTrace());
        return placed;
    }
}
