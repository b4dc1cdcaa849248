package org.kvmsh.bindings.damage;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardLoad;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardSource;
import org.kvmsh.bindings.board.BoardSourceProvider;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.ConnectedBoard;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Progress;

/**
 * Any other board with one thing wrong: {@code damaged:qemu:x86_64?damage=KVM_SET_REGS.r15:lost}. Such boards are for
 * work on tests, and are not listed.
 */
public final class DamagedBoards implements BoardSourceProvider {
    private static final String SCHEME = "damaged";
    private static final String DAMAGE = "damage";
    private static final String PROPOSALS = "rfc:";

    /** Behind the boards of all other kinds. */
    @Override
    public BoardKind kind() {
        return BoardKind.REPLAY;
    }

    @Override
    public BoardSource source(Map<String, String> environment) {
        return new Source(environment);
    }

    private record Source(Map<String, String> environment) implements BoardSource {
        @Override
        public List<BoardEntry> entries() {
            return List.of();
        }

        @Override
        public boolean has(BoardName name) {
            return name.scheme().equals(SCHEME);
        }

        @Override
        public BoardEntry entry(BoardName name) {
            return new BoardEntry(name.base(), null, null, null, "a board with one thing wrong", null, null, SCHEME);
        }

        @Override
        public void check(BoardName name) throws NoSuchBoard {
            if (name.rest().isEmpty() || name.rest().startsWith(PROPOSALS)) {
                throw new NoSuchBoard(SCHEME + " takes a board without proposals: write " + SCHEME + ":BOARD?" + DAMAGE
                        + "=ID, such as " + SCHEME + ":" + Boards.EMULATED + "?" + DAMAGE + "=KVM_SET_REGS.r15:lost");
            }
            damage(name);
            new Boards(environment).check(below(name));
        }

        @Override
        public BoardLoad load(BoardName name) throws NoSuchBoard {
            return new Boards(environment).load(below(name));
        }

        @Override
        public ConnectedBoard reach(BoardName name) throws BoardUnavailable {
            return reach(name, Progress.NONE);
        }

        @Override
        public ConnectedBoard reach(BoardName name, Progress progress) throws BoardUnavailable {
            Damage damage = damage(name);
            Board below = new Boards(environment).telling(progress).open(below(name));
            return below.behind(
                    kernel -> {
                        DamagingKernel damaging = new DamagingKernel(kernel);
                        damaging.damage(damage);
                        return damaging;
                    },
                    SCHEME + ":" + below.name(),
                    damage == null ? SCHEME : SCHEME + " by " + damage);
        }

        /** The damage of a name; null if it has none. */
        private static Damage damage(BoardName name) throws NoSuchBoard {
            try {
                return name.option(DAMAGE) == null ? null : Damage.of(name.option(DAMAGE));
            } catch (IllegalArgumentException e) {
                throw new NoSuchBoard(name.base() + ": " + e.getMessage());
            }
        }

        /** The board below, with the options that are its own. */
        private static String below(BoardName name) {
            String options = name.options().entrySet().stream()
                    .filter(option -> !option.getKey().equals(DAMAGE))
                    .map(option -> option.getKey() + "="
                            + option.getValue().replace("%", "%25").replace("&", "%26"))
                    .collect(Collectors.joining("&"));
            return name.rest() + (options.isEmpty() ? "" : "?" + options);
        }
    }
}
