package org.kvmsh.repl.runner;

import java.util.List;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/** The place where the scripts of a run are run: this host, or a farm. */
public interface TestHost {
    /**
     * The results of a run on each of its boards.
     *
     * @param unmet what the run was told and did not meet
     * @param notSetUp whether a board lacks what every commit needs
     * @param leftBehind whether a script is still running: nothing else may run in this process
     */
    record Results(List<RanBoard> boards, UnmetOptions unmet, boolean notSetUp, boolean leftBehind) {}

    /**
     * Runs the scripts on each board.
     *
     * @return null if the run goes on without this process
     * @throws FarmUnavailable if nothing was begun
     */
    Results run(Ending ending, RunRecord record) throws Exception;
}
