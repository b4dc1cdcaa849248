package org.kvmsh.repl.mutants;

import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.bindings.damage.DamagingKernel;
import org.kvmsh.dsl.session.test.TestResult;

/** The board behind a layer of damages, which stays open between them and is started again if one cost it. */
final class TrialBoard implements AutoCloseable {
    private final Boards boards;
    private final String name;
    private final ScriptTrial trial;
    private Board board;

    /** @param name of the undamaged board */
    TrialBoard(Boards boards, String name, ScriptTrial trial) throws BoardUnavailable {
        this.boards = boards;
        this.name = "damaged:" + name;
        this.trial = trial;
        this.board = boards.open(this.name);
    }

    Board board() {
        return board;
    }

    /**
     * Runs tests with a damage.
     *
     * @param damage null for none
     */
    List<TestResult> run(ScriptTrial.Asked asked, Damage damage) throws Exception {
        return run(asked, damage, null);
    }

    /** Runs tests without a damage, and tells each damage that their calls can have. */
    List<TestResult> record(ScriptTrial.Asked asked, Consumer<Damage> damages) throws Exception {
        return run(asked, null, damages);
    }

    /** Runs tests without a damage, and tells their calls, and each damage that their exits can have. */
    void follow(ScriptTrial.Asked asked, DamagingKernel.CallListener calls, Consumer<Damage> exits) throws Exception {
        DamagingKernel kernel = kernel();
        kernel.tellCalls(calls, exits);
        try {
            trial.run(board, asked);
        } finally {
            kernel.tellCalls(null, null);
        }
    }

    /** The layer of damages, of the board started again if it is lost. */
    private DamagingKernel kernel() throws BoardUnavailable {
        if (board.kernel().lost() != null) {
            restart();
        }
        return DamagingKernel.of(board.kernel());
    }

    private List<TestResult> run(ScriptTrial.Asked asked, Damage damage, Consumer<Damage> told) throws Exception {
        DamagingKernel kernel = kernel();
        kernel.damage(damage);
        kernel.tell(told);
        try {
            return trial.run(board, asked);
        } finally {
            kernel.damage(null);
            kernel.tell(null);
        }
    }

    void restart() throws BoardUnavailable {
        board = boards.restart(board, name);
    }

    @Override
    public void close() {
        board.close();
    }
}
