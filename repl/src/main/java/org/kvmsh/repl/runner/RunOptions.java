package org.kvmsh.repl.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.kvmsh.repl.known.KnownBoard;
import org.kvmsh.repl.known.KnownFailures;

/**
 * The options of a run on each board: what is to run, and how.
 *
 * @param arguments the args of every script
 * @param timeout time limit of each test without its own
 * @param requireLog whether a board whose kernel log cannot be read is an error
 * @param selection which of the scripts' tests run
 * @param failFast whether a test that fails is the last one
 * @param strict whether a test that checked nothing has failed
 * @param rounds how often they run
 * @param known the tests and the kernels' reports that are known
 * @param unchecked whether calls are sent also where a rule of kvmsh's refuses them
 * @param vacuity whether each refused call that is expected is made again
 * @param jobs the number of scripts that run at once
 * @param compiled where compiled scripts are kept
 */
public record RunOptions(
        List<TestScript> scripts,
        List<String> arguments,
        Duration timeout,
        boolean requireLog,
        boolean traceErrors,
        boolean unchecked,
        boolean vacuity,
        Selection selection,
        boolean failFast,
        boolean strict,
        RoundRule rounds,
        KnownFailures known,
        int jobs,
        Path compiled) {
    /** The scripts with tests for a board, as far as their text shows. */
    List<TestScript> scripts(String board) {
        return scripts.stream()
                .filter(script -> selection.mayChoose(board, script))
                .toList();
    }

    ScriptPolicy policy(String board, TestScript script, KnownBoard knownBoard, PrintedResults printed) {
        return new ScriptPolicy(selection, board, script, failFast, strict, known, knownBoard, printed);
    }
}
