package org.kvmsh.repl.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.FileName;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.NamePattern;
import org.kvmsh.repl.cli.TimeLimit;
import org.kvmsh.repl.mutants.MutantSession;
import org.kvmsh.repl.mutants.MutantsAsked;
import org.kvmsh.repl.runner.TestScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dev mutants}: whether the tests of scripts notice a board with one thing wrong. */
@Command(
        name = "mutants",
        description =
                "Inject faults into a board, one at a time, and show which of them the scripts' tests" + " detect.",
        sortOptions = false)
final class MutantsCommand extends KvmshCommand {
    @Parameters(index = "0", paramLabel = "BOARD", description = "The board under test.")
    private String board;

    @Parameters(
            index = "1..*",
            paramLabel = "PATH",
            description = "A script, or a directory to search for scripts. Default: scripts.")
    private List<Path> paths = List.of(Path.of("scripts"));

    @Option(names = "--number", paramLabel = "N", defaultValue = "300", description = "Number of faults. Default: 300.")
    private int number;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed for choosing the faults. Default: 1.")
    private long seed;

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            description = "Try only faults whose id matches: a glob, or /REGEX/.",
            converter = NamePattern.OfOption.class)
    private NamePattern only;

    @Mixin
    private final TimeLimit time = new TimeLimit();

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "The file to record outcomes in; a stopped run resumes from it. Default: mutants-BOARD.jsonl.")
    private Path state;

    @Option(
            names = "--list",
            description = "List the faults, each with the number of tests that reach it; do not inject any.")
    private boolean list;

    MutantsCommand(Invocation invocation) {
        super(invocation, "kvmsh dev mutants");
    }

    @Override
    public Integer call() throws Exception {
        try {
            MutantsAsked asked = new MutantsAsked(
                    board,
                    TestScript.of(paths),
                    number,
                    seed,
                    only,
                    time,
                    state == null ? Path.of("mutants-" + FileName.ofBoard(board) + ".jsonl") : state,
                    list);
            return new MutantSession(boards(), environment(), asked, out, progress()).run();
        } catch (BoardUnavailable e) {
            return refuse(e);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        } finally {
            out.flush();
        }
    }
}
