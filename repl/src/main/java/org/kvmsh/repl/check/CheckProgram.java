package org.kvmsh.repl.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.FileName;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.TimeLimit;
import org.kvmsh.repl.known.KnownAnswers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh check}: whether a board's KVM answers as its documented rules say. */
@Command(
        name = "check",
        sortOptions = false,
        description = "Make random KVM calls on a board, and compare each result with the rules that kvmsh knows. Each"
                + " difference is written as a short script and a C program.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no differences, or only known ones",
            "1:an unknown difference, an entry of --known that has expired, or a board that died or stopped"
                    + " answering",
            "2:usage error",
            "128 + N:signal N ended the run"
        })
public final class CheckProgram extends KvmshCommand {
    @Parameters(index = "0", paramLabel = "BOARD", description = "The board, usually an emulated one.")
    private String board;

    @Option(
            names = "--number",
            paramLabel = "N",
            defaultValue = "500",
            description = "Number of sequences of 30 calls. Default: 500.")
    private int number;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the first sequence; each further sequence increases it by 1. Default: 1.")
    private long seed;

    @Mixin
    private final TimeLimit time = new TimeLimit();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The directory for the scripts and programs. Default: check-BOARD.")
    private Path output;

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = "A TOML file of known differences, each an [[answer]] table with a reason; may be repeated."
                    + " Known differences are counted separately and do not fail the run.")
    private List<Path> known = new ArrayList<>();

    @Option(
            names = "--this-host",
            description = "Allow a board that is not emulated, even though a kernel bug can crash the board"
                    + " itself. Only calls that break at most one rule are made on such a board.")
    private boolean thisHost;

    private CheckProgram(Invocation invocation) {
        super(invocation, "kvmsh check");
    }

    /** The command line's part. */
    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new CheckProgram(invocation));
    }

    @Override
    public Integer call() throws IOException {
        ProgressLine progress = progress();
        KnownAnswers answers;
        try {
            answers = KnownAnswers.read(known);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        Boards boards = boards(progress);
        try {
            Board opened = boards.open(board);
            String refusal = refusal(opened);
            if (refusal != null) {
                opened.close();
                return refuse(refusal, ExitStatus.USAGE);
            }
            Path into = output == null ? Path.of("check-" + FileName.ofBoard(board)) : output;
            CheckAsked asked =
                    new CheckAsked(board, number, seed, time, into, answers, opened.kind() != BoardKind.EMULATED);
            try (CheckSession session = new CheckSession(boards, opened, asked, out, progress)) {
                return session.run();
            }
        } catch (BoardUnavailable e) {
            return refuse(e);
        } finally {
            out.flush();
        }
    }

    /** Why a board is not checked; null if it is. */
    private String refusal(Board opened) {
        if (opened.kind() == BoardKind.MODEL) {
            return board + " is a model, built from the same rules; use an emulated board, such as " + Boards.EMULATED;
        }
        return opened.kind() == BoardKind.EMULATED || thisHost
                ? null
                : board + " is not emulated: a kernel bug can crash its machine; add --this-host to allow it";
    }
}
