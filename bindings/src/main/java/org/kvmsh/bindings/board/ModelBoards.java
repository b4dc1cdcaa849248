package org.kvmsh.bindings.board;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.model.ModelKernel;

/** The boards in software. */
final class ModelBoards implements BoardSource {
    private static final String SCHEME = "model";
    private static final String X86 = "a board in software: 16-bit code only";
    private static final String RFC = "a board in software with the ioctls of three patch mails; no kernel ever had all three";

    @Override public List<BoardEntry> entries() {
        return List.of(new BoardEntry(Boards.MODEL, BoardKind.MODEL, Arch.X86_64, null, X86, null, null),
                new BoardEntry(Boards.RFC, BoardKind.MODEL, Arch.PPC64, null, RFC, null, null));
    }

    @Override public BoardEntry entry(BoardName name) {
        return entries().stream().filter(entry -> entry.name().equals(name.base())).findFirst().orElseThrow();
    }

    @Override public boolean has(BoardName name) {
        return name.scheme().equals(SCHEME) && entries().stream().anyMatch(entry -> entry.name().equals(name.base()));
    }

    @Override public void check(BoardName name) throws NoSuchBoard {
        name.allowOptions(List.of());
    }

    @Override public Reached reach(BoardName name) {
        return name.base().equals(Boards.RFC) ? reached(Boards.RFC, RFC, ModelKernel.rfc()) : reached(Boards.MODEL, X86, ModelKernel.x86());
    }

    private static Reached reached(String name, String about, Kernel kernel) {
        return new Reached(name, BoardKind.MODEL, about, kernel, "/dev/kvm");
    }
}
