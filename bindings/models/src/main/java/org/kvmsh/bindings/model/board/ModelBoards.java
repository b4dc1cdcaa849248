package org.kvmsh.bindings.model.board;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardLoad;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardSource;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.ConnectedBoard;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.model.ModelKernel;
import org.kvmsh.bindings.model.arm64.Arm64Model;
import org.kvmsh.bindings.model.x86.X86Model;

/** The software models. */
final class ModelBoards implements BoardSource {
    private static final String SCHEME = "model";

    /**
     * One of them; its kernel is created on request.
     *
     * @param caveat shown next to its kind; may be null
     * @param proposed the ioctls of posted patches that it has
     * @param check refuses invalid options
     */
    record Model(
            String name,
            Arch arch,
            String about,
            String caveat,
            List<String> proposed,
            Check check,
            Function<BoardName, Kernel> kernel) {
        Model(String name, Arch arch, String about, Supplier<Kernel> kernel) {
            this(name, arch, about, null, List.of(), asked -> asked.allowOptions(List.of()), asked -> kernel.get());
        }

        BoardEntry entry() {
            return new BoardEntry(name, BoardKind.MODEL, arch, null, about, null, null, caveat, 0, proposed);
        }
    }

    interface Check {
        void check(BoardName name) throws NoSuchBoard;
    }

    /** Read when a model is first asked about: most starts open a real board. */
    private static final class Models {
        private static final List<Model> ALL = Stream.concat(
                        Stream.of(
                                new Model(
                                        Boards.MODEL,
                                        Arch.X86_64,
                                        "software model: ring 0 code, no interrupt controller",
                                        () -> new ModelKernel(new X86Model())),
                                new Model(
                                        Boards.ARM_VGICV2,
                                        Arch.ARM64,
                                        "software model: a Cortex-A57 at EL1 with its MMU off, and a GICv2",
                                        () -> new ModelKernel(new Arm64Model()))),
                        Ppc64Models.ALL.stream())
                .toList();
    }

    @Override
    public List<BoardEntry> entries() {
        return Models.ALL.stream().map(Model::entry).toList();
    }

    private static Model named(BoardName name) {
        return Models.ALL.stream()
                .filter(model -> model.name().equals(name.base()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public BoardEntry entry(BoardName name) {
        return named(name).entry();
    }

    @Override
    public boolean has(BoardName name) {
        return name.scheme().equals(SCHEME) && named(name) != null;
    }

    @Override
    public void check(BoardName name) throws NoSuchBoard {
        named(name).check().check(name);
    }

    /** The thread that interprets its guest. */
    @Override
    public BoardLoad load(BoardName name) {
        return new BoardLoad(1, 0, null);
    }

    @Override
    public ConnectedBoard reach(BoardName name) {
        Model model = named(name);
        String options = name.options().entrySet().stream()
                .map(option -> ", " + option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining());
        return new ConnectedBoard(
                model.name(),
                BoardKind.MODEL,
                model.about() + options,
                model.kernel().apply(name),
                "/dev/kvm",
                () -> {},
                model.caveat());
    }
}
