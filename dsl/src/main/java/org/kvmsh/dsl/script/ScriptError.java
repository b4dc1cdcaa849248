package org.kvmsh.dsl.script;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;

/** An error in a script: location, message, the refused call behind it, and advice. */
public final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Site site;
    private final transient List<String> notes;
    private transient List<String> shown = List.of();
    private transient Refusal refusal;
    private transient boolean planned;
    private transient Quote quote;
    private transient Site statement;
    private transient boolean ofCompiler;

    /** A line of a text that is in the script, at its site or after it: an assembly text's. */
    record Quote(String text, int line) {}

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

    /** A call that the kernel refused. */
    public static ScriptError refused(Site site, KvmException refused, String... notes) {
        return refused.refusal() == null
                ? new ScriptError(site, refused.getMessage(), refused, notes)
                : new ScriptError(site, refused.refusal().headline(), refused, notes).behind(refused.refusal());
    }

    public Site site() {
        return site;
    }

    /** The message, without further details. */
    public String headline() {
        return super.getMessage();
    }

    /** The headline with what is shown below it and what is known of a refusal, a line each. */
    @Override
    public String getMessage() {
        return Stream.of(
                        Stream.of(headline()),
                        shown.stream(),
                        refusalDetails().stream().map(detail -> "  " + detail))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** The lines shown below the source line, with their own indent: the parts of a condition. */
    List<String> shown() {
        return shown;
    }

    /** Sets the text below the source line. */
    public ScriptError showing(List<String> lines) {
        shown = List.copyOf(lines);
        return this;
    }

    /** Sets the refused call that caused the error; may be null. */
    public ScriptError behind(Refusal refused) {
        refusal = refused;
        return this;
    }

    /** Sets the call that a rule refuses before it is made; the notes describe it already. */
    public ScriptError planned(Refusal refused) {
        refusal = refused;
        planned = true;
        return this;
    }

    /** The refused call that caused the error, or null. */
    public Refusal refusal() {
        return refusal;
    }

    /** Whether a rule refused the call before it was made. */
    public boolean isPlanned() {
        return planned;
    }

    /** The details of a call that the kernel refused, a line each. */
    List<String> refusalDetails() {
        return refusal == null || planned ? List.of() : refusal.details();
    }

    /** Further details, a line each; empty texts are left out. */
    public List<String> notes() {
        return notes;
    }

    /** The error is about a line of a text in the script; a line that the text does not have is the text as a whole. */
    public ScriptError inText(String text, int line) {
        quote = line < 1 ? null : new Quote(text, line);
        return this;
    }

    /** The text could not be compiled, so nothing of it ran. */
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

    /** Sets the statement of the text that was running, wherever the error has its own position. */
    public ScriptError during(Site running) {
        statement = running;
        return this;
    }

    /**
     * The position at which the statement of the text begins, or a position in it; null if none was reached, or if it
     * is unknown.
     */
    public Site statement() {
        return statement;
    }

    /** The same error with other notes. */
    public ScriptError withNotes(UnaryOperator<String> said) {
        return copy(site, this, notes.stream().map(said));
    }

    /** The same error where its own site is not known. */
    public ScriptError at(Site other) {
        if (site.line() != 0) {
            return this;
        }
        ScriptError placed = copy(other, getCause(), notes.stream());
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    /** The same error with its wrapper as the cause, and its own notes. */
    public ScriptError because(Throwable cause, String... more) {
        return copy(site, cause, Stream.concat(notes.stream(), Stream.of(more)));
    }

    private ScriptError copy(Site place, Throwable cause, Stream<String> noted) {
        ScriptError other = new ScriptError(place, headline(), cause, noted.toArray(String[]::new));
        other.shown = shown;
        other.refusal = refusal;
        other.planned = planned;
        other.quote = quote;
        other.ofCompiler = ofCompiler;
        return other;
    }

    /** A script that catches it prints it: its user need not know the class. */
    @Override
    public String toString() {
        return getMessage();
    }
}
