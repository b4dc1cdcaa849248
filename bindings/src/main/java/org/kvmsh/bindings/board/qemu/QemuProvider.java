package org.kvmsh.bindings.board.qemu;

import java.util.Map;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardSource;
import org.kvmsh.bindings.board.BoardSourceProvider;

/** Provides the boards that run in QEMU. */
public final class QemuProvider implements BoardSourceProvider {
    @Override
    public BoardKind kind() {
        return BoardKind.EMULATED;
    }

    @Override
    public BoardSource source(Map<String, String> environment) {
        return new QemuBoards(environment);
    }
}
