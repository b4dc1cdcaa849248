package org.kvmsh.bindings.board;

import java.util.List;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.model.ModelKernel;
import org.kvmsh.bindings.model.rfc.RfcModel;
import org.kvmsh.bindings.model.x86.X86Model;

/** The boards in software. */
final class ModelBoards implements BoardSource {
    private static final String SCHEME = "model";

    /** One of them; its kernel is made when it is wanted. */
    private record Model(String name, Arch arch, String about, Supplier<Kernel> kernel) {
        BoardEntry entry() {
            return new BoardEntry(name, BoardKind.MODEL, arch, null, about, null, null);
        }
    }

    private static final List<Model> MODELS = List.of(
            new Model(Boards.MODEL, Arch.X86_64, "a board in software: code of ring 0, no interrupt controller", () -> new ModelKernel(new X86Model())),
            new Model(Boards.RFC, Arch.PPC64, "a board in software with the ioctls of three patch mails; no kernel ever had all three", () -> new ModelKernel(new RfcModel())));

    @Override public List<BoardEntry> entries() {
        return MODELS.stream().map(Model::entry).toList();
    }

    private static Model named(BoardName name) {
        return MODELS.stream().filter(model -> model.name().equals(name.base())).findFirst().orElse(null);
    }

    @Override public BoardEntry entry(BoardName name) {
        return named(name).entry();
    }

    @Override public boolean has(BoardName name) {
        return name.scheme().equals(SCHEME) && named(name) != null;
    }

    @Override public void check(BoardName name) throws NoSuchBoard {
        name.allowOptions(List.of());
    }

    @Override public Reached reach(BoardName name) {
        Model model = named(name);
        return new Reached(model.name(), BoardKind.MODEL, model.about(), model.kernel().get(), "/dev/kvm");
    }
}
