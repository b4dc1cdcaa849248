package org.kvmsh.bindings.board;

import java.util.Map;

/** Provides a source of boards to {@link Boards}, which loads providers with {@link java.util.ServiceLoader}. */
public interface BoardSourceProvider {
    /** The kind of the source's boards: sources are listed in the order of kinds. */
    BoardKind kind();

    BoardSource source(Map<String, String> environment);
}
