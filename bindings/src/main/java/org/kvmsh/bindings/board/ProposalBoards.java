package org.kvmsh.bindings.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.proposal.AllocateRma;
import org.kvmsh.bindings.proposal.BuiltIn;
import org.kvmsh.bindings.proposal.Ppc64Cpu;
import org.kvmsh.bindings.proposal.ProposalKernel;

/**
 * Any other board with proposals in front: {@code rfc:qemu:ppc64?rma_count=2}. Options that are not the proposals' are
 * that board's.
 */
final class ProposalBoards implements BoardSource {
    static final String SCHEME = "rfc";
    /** The text for a reader. */
    static final String CAVEAT = "with proposals";

    private static final String ABOUT =
            "any board, plus ioctls that its kernel does not have, defined by patch emails or by a script";

    private final Others others;

    /** The boards that can have proposals in front. */
    interface Others {
        /** The target of a name. */
        BoardName meant(BoardName name) throws NoSuchBoard;

        BoardSource source(BoardName name) throws NoSuchBoard;

        /**
         * Opens a board.
         *
         * @param name as it is typed
         * @param meant its target
         */
        ConnectedBoard reach(BoardName name, BoardName meant) throws BoardUnavailable;
    }

    ProposalBoards(Others others) {
        this.others = others;
    }

    @Override
    public List<BoardEntry> entries() {
        return List.of();
    }

    @Override
    public List<BoardEntry> forms() {
        return List.of(new BoardEntry(SCHEME + ":BOARD", null, null, null, ABOUT, null, null, CAVEAT));
    }

    @Override
    public boolean has(BoardName name) {
        return name.scheme().equals(SCHEME);
    }

    @Override
    public BoardEntry entry(BoardName name) {
        try {
            BoardName below = below(name);
            return others.source(below).entry(below).called(name.base()).with(CAVEAT);
        } catch (NoSuchBoard e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public BoardLoad load(BoardName name) throws NoSuchBoard {
        BoardName below = below(name);
        return others.source(below).load(below);
    }

    @Override
    public void check(BoardName name) throws NoSuchBoard {
        if (name.rest().isEmpty() || name.rest().startsWith(SCHEME + ":")) {
            throw new NoSuchBoard(
                    name.rest().isEmpty()
                            ? SCHEME + " alone is not a board; write " + SCHEME + ":BOARD, such as " + SCHEME + ":"
                                    + Boards.KVM
                            : name.base() + " has the rfc: prefix twice; write it only once");
        }
        BoardName below = below(name);
        Arch arch = others.source(below).arch(below);
        if (arch == null || BuiltIn.hasRma(arch)) {
            RmaOptions.check(name, AllocateRma.sizes(cpu(name)), cpu(name).toString());
        }
        try {
            others.source(below).check(below);
        } catch (NoSuchBoard e) {
            boolean powerpc = arch != null && BuiltIn.hasRma(arch);
            throw powerpc && e.getMessage().contains("no option")
                    ? new NoSuchBoard(e.getMessage() + "; the proposal options are " + RmaOptions.SIZE + ", "
                            + RmaOptions.COUNT + " and " + RmaOptions.CPU + "="
                            + String.join(" or " + RmaOptions.CPU + "=", Ppc64Cpu.names()))
                    : e;
        }
    }

    /** The board below, with the options that are left for it. */
    private BoardName below(BoardName name) throws NoSuchBoard {
        Map<String, String> left = new LinkedHashMap<>(name.options());
        BoardName below = others.meant(BoardName.parse(name.rest()));
        if (below.scheme().equals(SCHEME)) {
            throw new NoSuchBoard(name.base() + ": " + name.rest() + " is " + below.base()
                    + ", but a board can have only one rfc: prefix");
        }
        Arch arch = others.source(below).arch(below);
        if (arch == null || BuiltIn.hasRma(arch)) {
            left.remove(RmaOptions.SIZE);
            left.remove(RmaOptions.COUNT);
            left.computeIfPresent(RmaOptions.CPU, (key, value) -> Ppc64Cpu.of(value) == null ? value : null);
        }
        Map<String, String> all = new LinkedHashMap<>(below.options());
        all.putAll(left);
        return new BoardName(below.scheme(), below.rest(), all);
    }

    private static Ppc64Cpu cpu(BoardName name) {
        Ppc64Cpu named = Ppc64Cpu.of(name.option(RmaOptions.CPU));
        return named == null ? Ppc64Cpu.POWER7 : named;
    }

    @Override
    public ConnectedBoard reach(BoardName name) throws BoardUnavailable {
        return reach(name, Progress.NONE);
    }

    @Override
    public ConnectedBoard reach(BoardName name, Progress progress) throws BoardUnavailable {
        ConnectedBoard reached = others.reach(BoardName.parse(name.rest()), below(name));
        return reached.behind(
                kernel -> new ProposalKernel(
                        kernel,
                        BuiltIn.of(kernel.abi().arch(), cpu(name), RmaOptions.size(name), RmaOptions.count(name))),
                SCHEME + ":" + reached.name(),
                CAVEAT);
    }
}
