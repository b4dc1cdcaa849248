package org.kvmsh.repl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.kvmsh.bindings.board.BoardStartInterrupted;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.script.TextFile;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.Colors;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.FileName;
import org.kvmsh.repl.cli.JsonLines;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.LockOptions;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.Supervisor;
import org.kvmsh.repl.cli.Unchecked;
import org.kvmsh.repl.cli.Unexpected;
import org.kvmsh.repl.cli.WrongUsage;
import org.kvmsh.repl.runner.BisectStatus;
import org.kvmsh.repl.runner.SingleScript;
import org.kvmsh.repl.shell.ShellFiles;
import org.kvmsh.repl.test.TestProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: a file, {@code -e TEXT} or standard input as a script, or the shell. */
@Command(
        name = "kvmsh",
        description = "A shell for KVM. Runs a script, or starts an interactive shell.",
        versionProvider = BuildVersion.class,
        sortOptions = false,
        commandListHeading = "%nCommands (each has --help):%n",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:a script or an expectation failed",
            "2:usage error",
            "128 + N:signal N ended the script: 130 for Ctrl-C, 143 for SIGTERM"
        })
public final class Main implements Callable<Integer> {
    private static final int EXIT_SECONDS = 10;
    /** Ctrl-C's signal, signal(7). */
    private static final int INTERRUPT = 2;

    private static final Size USUAL_SIZE = new Size(80, 24);

    private static final String INPUT = "0";
    private static final String OUTPUT = "1";
    private static final String ERRORS = "2";

    /** Set by the launcher where standard input is closed. */
    private static final String NO_INPUT = "KVMSH_NO_INPUT";

    private final Map<String, String> environment;
    private final InputStream in;
    private final StandardOutput out;
    private final StandardOutput err;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-b", "--board"},
            paramLabel = "NAME",
            description = "The board to run on. Default: kvm, or model:x86_64 if this host has no KVM.")
    private String board;

    @Option(
            names = {"-e", "--eval"},
            paramLabel = "TEXT",
            description = "Run TEXT and print its value.")
    private String text;

    @Option(
            names = "--lang",
            paramLabel = "LANGUAGE",
            description = "groovy or js. Default: by file extension, otherwise groovy.")
    private String language;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not print calls; print the line that describes the board to standard error.")
    private boolean quiet;

    @Mixin
    private LockOptions locks;

    @Option(names = "--strace", description = "Print each system call when it returns, KVM_RUN included.")
    private boolean strace;

    @Option(
            names = "--strace-json",
            paramLabel = "FILE",
            description = "Write each system call, KVM_RUN included, to FILE when it returns: one JSON object per"
                    + " line. With -, write to standard output; what the script prints then goes to standard"
                    + " error.")
    private String straceJson;

    @Option(names = "--unchecked", description = Unchecked.OPTION)
    private boolean unchecked;

    @Option(names = "--no-init", description = "Start the shell without init files.")
    private boolean noInit;

    @Option(names = "--trace-errors", description = "Show the Java stack trace of an error.")
    private boolean traceErrors;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of kvmsh, the commit it was built from if known, and the JDK.")
    private boolean version;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "A script; - for standard input.")
    private String file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "Passed to the script as args. Put -- before arguments that begin with a -.")
    private List<String> arguments = List.of();

    private Main(Map<String, String> environment, InputStream in, StandardOutput out, StandardOutput err) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        int status = run(System.getenv(), System.in, new FileOutputStream(FileDescriptor.out), System.err, arguments);
        Supervisor.of(System.getenv()).ifPresent(supervisor -> supervisor.tell(status));
        Thread atLast = new Thread(() -> exitAtLast(status), "exit");
        atLast.setDaemon(true);
        atLast.start();
        System.exit(status);
    }

    /** A script that nothing ends may block the work at the end. */
    private static void exitAtLast(int status) {
        try {
            TimeUnit.SECONDS.sleep(EXIT_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }

    /** The whole program with any environment and streams; returns the exit status. */
    public static int run(
            Map<String, String> environment,
            InputStream in,
            OutputStream stream,
            PrintStream err,
            String... arguments) {
        StandardOutput out = StandardOutput.to(stream);
        int status = run(environment, in, out, err, arguments);
        int told = out.status(status, err);
        // What is not printed is no verdict on a commit.
        return told != status && TestProgram.isBisecting(List.of(arguments)) ? BisectStatus.END : told;
    }

    /** Every command with its options, for pages that describe them. */
    public static CommandLine commands() {
        StandardOutput out = StandardOutput.to(OutputStream.nullOutputStream());
        CommandLine root = new CommandLine(new Main(Map.of(), InputStream.nullInputStream(), out, out));
        Subcommand.addTo(root, Map.of(), out, out, "--help");
        return root;
    }

    private static int run(
            Map<String, String> environment, InputStream in, StandardOutput out, PrintStream err, String... arguments) {
        EarlyLoading.begin(List.of(arguments));
        StandardOutput errors = StandardOutput.to(err);
        boolean colored = Colors.areWanted(environment);
        out.color(colored && isTerminal(environment, OUTPUT));
        errors.color(colored && isTerminal(environment, ERRORS));
        CommandLine line = new CommandLine(new Main(environment, in, out, errors));
        String[] own = Subcommand.addTo(line, environment, out, errors, Subcommand.meant(line, arguments));
        // A text that begins with @ is no file of arguments.
        return line.setExpandAtFiles(false)
                .setColorScheme(
                        Help.defaultColorScheme(out.isColored() && errors.isColored() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setOut(out.ofColors())
                .setErr(errors.ofColors())
                .setExecutionExceptionHandler(new Unexpected())
                .setParameterExceptionHandler(new WrongUsage())
                .execute(own);
    }

    private static boolean isTerminal(Map<String, String> environment, String descriptor) {
        return environment.getOrDefault(KvmshCommand.TERMINAL, "").contains(descriptor);
    }

    @AppliesTo(farm = OnFarm.SUBMITTER, resumed = true)
    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "Print no colors; this is the default if NO_COLOR is set or the output is not a terminal.")
    private void noColor(boolean none) {
        if (none) {
            out.color(false);
            err.color(false);
            spec.commandLine().setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        }
    }

    @Override
    public Integer call() throws Exception {
        if (text != null && file != null) {
            return refuse("-e TEXT and FILE are mutually exclusive", ExitStatus.USAGE);
        }
        if (language != null && Language.named(language).isEmpty()) {
            return refuse(
                    "unknown language: " + language + "; supported languages: "
                            + String.join(" and ", Language.names()),
                    ExitStatus.USAGE);
        }
        Boards boards = new Boards(environment, warning -> err.println("kvmsh: warning: " + warning))
                .telling(new ProgressLine(environment, err, "kvmsh"))
                .waiting(locks.limit());
        try {
            if (isMissing()) {
                return refuse(UnknownCommand.missing(file), ExitStatus.USAGE);
            }
            if (board != null) {
                boards.check(board);
            }
            if (text == null && file != null && !file.equals("-")) {
                Source script = source();
                Kvmsh.warmUp(language(), script, compiled());
                return script(boards, script);
            }
            if (text == null && file == null && isTerminal(environment, INPUT)) {
                Kvmsh.warmUp(language(), Loading.LINE);
                return shell(boards);
            }
            Kvmsh.warmUp(language(), Loading.COMPILER);
            return script(boards, source());
        } catch (NoSuchBoard e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        } catch (BoardStartInterrupted e) {
            return refuse(e.getMessage(), ExitStatus.ofSignal(INTERRUPT));
        } catch (BoardUnavailable e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        } catch (InvalidPathException e) {
            return refuse("cannot read " + FileName.refusal(file), ExitStatus.USAGE);
        } catch (UnsatisfiedLinkError e) {
            return refuse(
                    "cannot load a native library: " + e.getMessage() + "; it is unpacked into the cache: set"
                            + " XDG_CACHE_HOME to a directory with free space that is not mounted noexec",
                    ExitStatus.FAILED);
        }
    }

    /** Whether the first argument may be a command that is misspelled: no path, and no file. */
    private boolean isMissing() {
        return file != null
                && !file.equals("-")
                && !file.contains("/")
                && !file.contains(".")
                && !Files.exists(Path.of(file));
    }

    private Language language() {
        return language != null
                ? Language.named(language).orElseThrow()
                : file == null ? Language.GROOVY : Language.ofFile(file);
    }

    private Path compiled() {
        return UserFolders.of(environment).compiled();
    }

    private int refuse(String message, int status) {
        out.flush();
        err.println("kvmsh: " + message);
        return status;
    }

    private Source source() throws IOException {
        if (text != null) {
            return new Source("-e", text);
        }
        if (file == null || file.equals("-")) {
            return new Source("stdin", input(), null, arguments);
        }
        return Source.read(Path.of(file), arguments);
    }

    /** A JVM that is started without a standard input may open its own file under that number. */
    private String input() throws IOException {
        if (environment.containsKey(NO_INPUT)) {
            throw new IOException("cannot read standard input: it is closed");
        }
        return TextFile.read(in, "standard input");
    }

    private int shell(Boards boards) throws BoardUnavailable, IOException {
        if (JsonLines.STANDARD_OUTPUT.equals(straceJson)) {
            return refuse(
                    "--strace-json=- works only with a script, because the shell writes to standard output; use"
                            + " --strace-json=FILE",
                    ExitStatus.USAGE);
        }
        try (JsonLines calls = JsonLines.to(straceJson, out, err);
                Terminal terminal = TerminalBuilder.builder()
                        .system(true)
                        .graphemeCluster(false)
                        .build()) {
            // A pty without a size, as expect and some serial consoles leave it: JLine would show the prompt as dots.
            if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
                terminal.setSize(USUAL_SIZE);
            }
            ShellFiles files = ShellFiles.below(UserFolders.of(environment).state(), environment);
            Shell.on(
                    terminal,
                    boards,
                    board,
                    new ShellOptions(
                            language(),
                            quiet,
                            traceErrors,
                            unchecked,
                            out.isColored(),
                            strace,
                            calls,
                            !terminal.getType().startsWith(Terminal.TYPE_DUMB)),
                    noInit ? files.withoutInit() : files);
            return ExitStatus.SUCCESS;
        }
    }

    private int script(Boards boards, Source source) throws Exception {
        StandardOutput shown = JsonLines.STANDARD_OUTPUT.equals(straceJson) ? err : out;
        Kvmsh kvmsh = new Kvmsh(boards, shown, new StepLines(shown, quiet))
                .tracingErrors(traceErrors)
                .unchecked(unchecked)
                .keepingCompiled(compiled());
        try (JsonLines calls = JsonLines.to(straceJson, out, err)) {
            return new SingleScript(kvmsh, language(), source, shown, err, calls)
                    .quiet(quiet)
                    .straced(strace)
                    .run(board, text != null);
        } finally {
            err.flush();
        }
    }
}
