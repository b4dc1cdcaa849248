package org.kvmsh.specs.kit

import org.kvmsh.bindings.board.BoardEntry
import org.kvmsh.bindings.board.BoardKind
import org.kvmsh.bindings.board.BoardName
import org.kvmsh.bindings.board.BoardSource
import org.kvmsh.bindings.board.BoardSourceProvider
import org.kvmsh.bindings.board.ConnectedBoard
import org.kvmsh.bindings.board.KeptKernel
import org.kvmsh.bindings.board.Progress
import org.kvmsh.bindings.board.qemu.QemuProvider

/** Provides kvmsh's commands with the boards of {@link EmulatedBoards} while those are shared: a board takes seconds to boot. */
class SharedBoards implements BoardSourceProvider {
    @Override
    BoardKind kind() {
        BoardKind.EMULATED
    }

    @Override
    BoardSource source(Map<String, String> environment) {
        new Shared(new QemuProvider().source(environment) as org.kvmsh.bindings.board.EmulatedBoards)
    }

    /** Facts about the boards come from QEMU's own source, which lists them. */
    private static class Shared implements org.kvmsh.bindings.board.EmulatedBoards {
        @Delegate
        private final org.kvmsh.bindings.board.EmulatedBoards qemu

        Shared(org.kvmsh.bindings.board.EmulatedBoards qemu) {
            this.qemu = qemu
        }

        @Override
        List<BoardEntry> entries() {
            []
        }

        /** They are listed by QEMU's own source, which is queried too. */
        @Override
        List<KeptKernel> kernels() {
            []
        }

        @Override
        boolean has(BoardName name) {
            name.options().isEmpty() && EmulatedBoards.isShared(name.base())
        }

        @Override
        ConnectedBoard reach(BoardName name, Progress progress) {
            reach(name)
        }

        @Override
        ConnectedBoard reach(BoardName name) {
            def board = EmulatedBoards.started(name.base())
            new ConnectedBoard(board.name(), board.kind(), board.about(), board.kernel().below(), '/dev/kvm', { })
        }
    }
}
