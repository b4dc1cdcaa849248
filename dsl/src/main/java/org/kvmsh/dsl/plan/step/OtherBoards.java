package org.kvmsh.dsl.plan.step;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;

/** The boards that a person can choose in place of one that refuses a VM. */
@FunctionalInterface
public interface OtherBoards {
    /** The available ones. */
    List<BoardEntry> available();

    /**
     * Whether a board takes something, by its facts; no emulated board is started for that, and no link opened.
     *
     * @return empty if its facts are not known here
     */
    default Optional<Boolean> takes(BoardEntry board, Predicate<HostFacts> asked) {
        return Optional.empty();
    }

    /** Opens this host's KVM and the software models, and has the recorded facts of the boards in QEMU. */
    static OtherBoards of(Boards boards) {
        return new OtherBoards() {
            @Override
            public List<BoardEntry> available() {
                return boards.available();
            }

            @Override
            public Optional<Boolean> takes(BoardEntry board, Predicate<HostFacts> asked) {
                if (board.kind() != BoardKind.MODEL && board.kind() != BoardKind.REAL) {
                    return RecordedFacts.of(board).map(recorded -> asked.test(recorded.facts(board)));
                }
                try (Board opened = boards.open(board.name())) {
                    return Optional.of(asked.test(new HostFacts(opened, List::of)));
                } catch (BoardUnavailable e) {
                    return Optional.empty();
                }
            }
        };
    }
}
