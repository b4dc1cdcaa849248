package org.kvmsh.bindings.model.board;

import java.util.Map;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardSource;
import org.kvmsh.bindings.board.BoardSourceProvider;

/** Provides the software models. */
public final class ModelProvider implements BoardSourceProvider {
    @Override
    public BoardKind kind() {
        return BoardKind.MODEL;
    }

    @Override
    public BoardSource source(Map<String, String> environment) {
        return new ModelBoards();
    }
}
