package org.kvmsh.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.compare.BoardSide;
import org.kvmsh.repl.compare.ExpectedDifferences;
import org.kvmsh.repl.compare.SavedSide;
import org.kvmsh.repl.compare.ScriptsOnBoard;
import org.kvmsh.repl.compare.Side;
import org.kvmsh.repl.compare.SidesCompared;
import org.kvmsh.repl.runner.Ending;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.ScriptFiles;
import org.kvmsh.repl.runner.Worker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh compare}: two boards, runs, traces or files of facts. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Compare two boards, two recorded runs of kvmsh test, two traces or two facts files."
                    + " Capabilities, test results, calls and times (allowing for noise) are compared if both"
                    + " sides have them.",
            "With SCRIPT, the scripts run on both boards, and their calls are compared value by"
                    + " value: arguments, return values, errnos, what a call wrote, exits. Descriptor"
                    + " numbers, user-space addresses, and x86 flags that the Intel SDM leaves undefined after an"
                    + " instruction are not compared."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no unexpected differences; a test that now passes or is faster is not a difference",
            "1:an unexpected difference, an entry of --known that matches nothing or has expired, or"
                    + " a board that is not available",
            "2:usage error, a side that cannot be read, or nothing to compare",
            "128 + N:signal N ended the comparison"
        })
final class CompareProgram extends KvmshCommand {
    private final ProgressLine progress = progress();
    private final Boards boards = boards(progress);

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "The first side: a board's name, a run's directory, a file written by trace.save, or the"
                    + " saved output of kvmsh boards facts. For two runs: the earlier one.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "The second side, in any of the forms accepted for A.")
    private String second;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "SCRIPT",
            description = "Scripts to run on both boards, or directories to search for scripts.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = "A TOML file of known differences, each with a reason and an expiry date; may be"
                    + " repeated. An entry that matches no difference is reported.")
    private List<Path> known = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private CompareProgram(Invocation invocation) {
        super(invocation, "kvmsh compare");
    }

    static CommandLine line(Invocation invocation) {
        return new CommandLine(new CompareProgram(invocation));
    }

    @Override
    public Integer call() throws Exception {
        List<Path> scripts;
        Side[] saved;
        ExpectedDifferences differences;
        try {
            scripts = paths.isEmpty() ? List.of() : ScriptFiles.of(paths);
            differences = ExpectedDifferences.read(known);
            saved = new Side[] {saved(first), saved(second)};
            if (!scripts.isEmpty() && (saved[0] != null || saved[1] != null)) {
                return refuse(
                        "scripts can be run only on boards, and " + (saved[0] != null ? first : second)
                                + " is not a board",
                        ExitStatus.USAGE);
            }
            checkArchitectures(scripts, arch(first), arch(second));
        } catch (IOException | NoSuchBoard e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        if (scripts.stream().anyMatch(script -> Language.ofFile(script.toString()) == Language.GROOVY)) {
            Kvmsh.warmUp(Language.GROOVY, Loading.FILE);
        }
        try (Ending ending = Ending.bySignalOrExit(out);
                Board one = saved[0] != null ? null : boards.open(first);
                Board other = saved[1] != null ? null : boards.open(second)) {
            if (one != null && other != null) {
                checkArchitectures(scripts, one.arch(), other.arch());
            }
            Side a = saved[0] != null ? saved[0] : side(one, other, scripts, ending);
            Side b = saved[1] != null ? saved[1] : side(other, one, scripts, ending);
            SidesCompared.Manner manner = new SidesCompared.Manner(
                    differences,
                    paths.stream().anyMatch(Files::isDirectory),
                    false,
                    name -> progress.step("comparing the calls of " + name));
            return report(Worker.run(ending, () -> false, () -> SidesCompared.of(a, b, manner)), ending);
        } catch (BoardUnavailable e) {
            return refuse(e);
        } catch (LeftBehind | BoardLost e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
    }

    private Side side(Board board, Board other, List<Path> scripts, Ending ending) {
        return new BoardSide(
                board,
                scripts.isEmpty()
                        ? null
                        : new ScriptsOnBoard(boards, board, other, scripts, ending::stopsWith, ending::isWanted));
    }

    private int report(SidesCompared compared, Ending ending) {
        progress.end();
        if (json) {
            out.println(Json.of(compared.json()));
        } else {
            compared.lines().forEach(out::println);
        }
        out.flush();
        if (!compared.isAny()) {
            return refuse(
                    "the sides have nothing in common to compare; to compare a run with a board: kvmsh test -b BOARD"
                            + " --baseline RUN",
                    ExitStatus.USAGE);
        }
        return ending.isWanted() ? ending.status() : compared.status();
    }

    /** A file or a directory; null for a board. */
    private Side saved(String name) throws IOException, NoSuchBoard {
        return SavedSide.isNamed(boards, name) ? SavedSide.read(Path.of(name)) : null;
    }

    private void checkArchitectures(List<Path> scripts, Arch one, Arch other) throws IOException {
        if (!scripts.isEmpty() && one != null && other != null && one != other) {
            throw new IOException(
                    BoardName.withoutToken(first) + " is " + one + " and " + BoardName.withoutToken(second) + " is "
                            + other + ": scripts can be compared only on boards of the same architecture");
        }
    }

    /** The architecture of a board, if known before it is opened; null if only the board itself knows it. */
    private Arch arch(String name) {
        return boards.all().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(BoardEntry::arch)
                .orElse(null);
    }
}
