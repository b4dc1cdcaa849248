package org.kvmsh.bindings.code;

import java.util.List;

/** Text that cannot be assembled, an invalid image, or a missing program or library for it. */
public final class CodeError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final transient List<String> notes;

    /**
     * @param line of the assembly text, from 1; 0 without a line
     * @param notes further details
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
