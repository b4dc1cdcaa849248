package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kvm.Kvm;

/** What probing a board tells; each fact is asked for once, when it is first needed. */
public final class HostFacts {
    private final Board board;
    private final Supplier<List<String>> boardsAtHand;
    private final Map<String, Integer> capabilities = new ConcurrentHashMap<>();

    public HostFacts(Board board, Supplier<List<String>> boardsAtHand) {
        this.board = board;
        this.boardsAtHand = boardsAtHand;
    }

    public Arch arch() {
        return board.arch();
    }

    public Abi abi() {
        return board.kernel().abi();
    }

    /** How messages name the board: {@code kvm:x86_64 (real)}. */
    public String boardName() {
        return board.name() + " (" + board.kind() + ")";
    }

    /** The other boards that could be asked for now. */
    public String boardsAtHand() {
        return String.join(", ", boardsAtHand.get());
    }

    /** KVM_CHECK_EXTENSION. */
    public int capability(String name) {
        Kvm kvm = board.kvm();
        return capabilities.computeIfAbsent(name, kvm::capability);
    }
}
