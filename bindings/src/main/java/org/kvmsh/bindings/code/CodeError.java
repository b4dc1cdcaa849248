package org.kvmsh.bindings.code;

import java.util.List;

/** Text that cannot be assembled, an image that is none, or a program or library that is missing for it. */
public final class CodeError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final transient List<String> notes;

    /**
     * @param line  of the assembly text, from 1; 0 if it is about no line
     * @param notes what else is worth knowing
     */
    public CodeError(int line, String message, String... notes) {
        super(message);
        this.line = line;
        this.notes = List.of(notes);
    }

    public int line() {
        return line;
    }

    public List<String> notes() {
        return notes;
    }
}
