package org.kvmsh.dsl.spec;

import java.util.List;
import java.util.stream.Stream;

/** Something that a script asks for and can't have: where, what, and what to try. */
public final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Site site;
    private final transient List<String> notes;

    public ScriptError(Site site, String message, String... notes) {
        super(message);
        this.site = site;
        this.notes = Stream.of(notes).filter(note -> !note.isEmpty()).toList();
    }

    public ScriptError(Site site, String message, Throwable cause, String... notes) {
        super(message, cause);
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

    /** The same error where its own site is not known. */
    public ScriptError at(Site other) {
        if (site.line() != 0) {
            return this;
        }
        ScriptError placed = new ScriptError(other, getMessage(), getCause(), notes.toArray(String[]::new));
        placed.setStackTrace(getStackTrace());
        return placed;
    }
}
