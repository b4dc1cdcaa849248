package org.kvmsh.repl.boards;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.runner.Ending;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.ScriptFiles;
import org.kvmsh.repl.runner.Worker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards compare}: holds a model against a board with a kernel. */
@Command(name = "compare", sortOptions = false,
        description = {"Run scripts on a model and on a board with a kernel and compare the results call by call: return values, errnos, data written by calls, exits. "
                + "Expected differences are in a table and are printed with their reasons.",
                "Descriptor numbers and user-space addresses are not compared. x86 flags that the Intel SDM leaves undefined after an instruction are not compared either."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:only expected differences", "1:an unexpected difference, a row of the table that no longer applies, or a board that is not available",
                "2:usage error"})
final class CompareCommand implements Callable<Integer> {
    private final Boards boards;
    private final StandardOutput out;
    private final BoardTasks tasks;

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model.")
    private String model;

    @Parameters(index = "1", paramLabel = "BOARD", description = "The board to compare the model with: kvm, qemu:arm64, ...")
    private String board;

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "SCRIPT", description = "A script, or a directory of scripts. Default: all scripts for MODEL in the scripts directory.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--scripts", paramLabel = "DIR", defaultValue = "scripts", description = "The directory whose scripts run if no script is named. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    CompareCommand(Boards boards, StandardOutput out, PrintWriter err) {
        this.boards = boards;
        this.out = out;
        this.tasks = new BoardTasks(out, err);
    }

    @Override public Integer call() throws Exception {
        List<Path> scripts;
        try {
            boards.check(model);
            boards.check(board);
            if (paths.isEmpty() && !Files.isDirectory(folder)) {
                return tasks.refuse("no such directory: " + folder + "; name the scripts, or their directory with --scripts", ExitStatus.USAGE);
            }
            scripts = ScriptFiles.of(paths.isEmpty() ? List.of(folder) : paths);
        } catch (IOException | NoSuchBoard e) {
            return tasks.refuse(e.getMessage(), ExitStatus.USAGE);
        }
        Arch[] known = {arch(model), arch(board)};
        if (known[0] != null && known[1] != null && known[0] != known[1]) {
            return tasks.refuse(otherArchitecture(known[0], known[1]), ExitStatus.USAGE);
        }
        if (scripts.stream().anyMatch(script -> Language.ofFile(script.toString()) == Language.GROOVY)) {
            Kvmsh.warmUp(Language.GROOVY, true);
        }
        try (Ending ending = Ending.bySignalOrExit(out); Board first = boards.open(model); Board second = boards.open(board)) {
            if (first.arch() != second.arch()) {
                return tasks.refuse(otherArchitecture(first.arch(), second.arch()), ExitStatus.USAGE);
            }
            BoardComparison comparison = new BoardComparison(boards, first, second, out, ending);
            boolean equal = Worker.run(ending, () -> false, () -> comparison.run(scripts));
            boolean whole = comparison.report(paths.isEmpty());
            out.flush();
            return ending.isWanted() ? ending.status() : equal && whole ? ExitStatus.SUCCESS : ExitStatus.FAILED;
        } catch (BoardUnavailable e) {
            return tasks.refuse(e);
        } catch (LeftBehind e) {
            return tasks.refuse(e.getMessage(), ExitStatus.FAILED);
        } catch (IOException e) {
            return tasks.refuse(e.getMessage(), ExitStatus.USAGE);
        }
    }

    private String otherArchitecture(Arch one, Arch other) {
        return BoardName.withoutToken(model) + " is " + one + " and " + BoardName.withoutToken(board) + " is " + other + ": only boards of the same architecture can be compared";
    }

    /** What is known before a board is opened; null if only the board itself knows it. */
    private Arch arch(String name) {
        return boards.all().stream().filter(entry -> entry.name().equals(name)).map(BoardEntry::arch).findFirst().orElse(null);
    }
}
