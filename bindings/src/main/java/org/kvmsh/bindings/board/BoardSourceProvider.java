package org.kvmsh.bindings.board;

import java.util.Map;

/** Provides a source of boards to {@link Boards}, which loads providers with {@link java.util.ServiceLoader}. */
public interface BoardSourceProvider {
    /** The kind of the source's boards: sources are listed in the order of kinds. */
    BoardKind kind();

    /**
     * Creates the source.
     *
     * @param environment PATH, the XDG variables and what the source reads besides
     */
    BoardSource source(Map<String, String> environment);
}
