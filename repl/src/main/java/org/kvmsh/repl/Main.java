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
import org.kvmsh.repl.cli.Colors;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.FileName;
import org.kvmsh.repl.cli.JsonLines;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.Supervisor;
import org.kvmsh.repl.cli.UnclosedStream;
import org.kvmsh.repl.cli.Unexpected;
import org.kvmsh.repl.cli.WrongUsage;
import org.kvmsh.repl.runner.BisectStatus;
import org.kvmsh.repl.runner.SingleScript;
import org.kvmsh.repl.shell.ShellFiles;
import org.kvmsh.repl.test.TestProgram;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The command line: a file, {@code -e TEXT} or standard input as a script, or the shell. */
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

    private final RootOptions options = new RootOptions();

    private Main(Map<String, String> environment, InputStream in, StandardOutput out, StandardOutput err) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        UnclosedStream.replaceJavas();
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
        CommandLine root = new Main(Map.of(), InputStream.nullInputStream(), out, out).line();
        Subcommand.addTo(root, Map.of(), out, out, "--help");
        return root;
    }

    private static int run(
            Map<String, String> environment, InputStream in, StandardOutput out, PrintStream err, String... arguments) {
        EarlyLoading.begin(isTerminal(environment, INPUT), List.of(arguments));
        StandardOutput errors = StandardOutput.to(err);
        boolean colored = Colors.areWanted(environment);
        out.color(colored && isTerminal(environment, OUTPUT));
        errors.color(colored && isTerminal(environment, ERRORS));
        CommandLine line = new Main(environment, in, out, errors).line();
        String[] own = Subcommand.addTo(line, environment, out, errors, Subcommand.meant(line, arguments));
        // A text that begins with @ is no file of arguments.
        return line.setExpandAtFiles(false)
                .setColorScheme(
                        Help.defaultColorScheme(out.isColored() && errors.isColored() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setOut(out.ofColors())
                .setErr(errors.ofColors())
                .setExecutionExceptionHandler(new Unexpected())
                // Its texts are loaded for a wrong command line alone.
                .setParameterExceptionHandler((wrong, given) -> new WrongUsage().handleParseException(wrong, given))
                .execute(own);
    }

    private static boolean isTerminal(Map<String, String> environment, String descriptor) {
        return environment.getOrDefault(KvmshCommand.TERMINAL, "").contains(descriptor);
    }

    private CommandLine line() {
        return new CommandLine(options.of(this, out, err));
    }

    @Override
    public Integer call() throws Exception {
        if (options.text() != null && options.file() != null) {
            return refuse("-e TEXT and FILE are mutually exclusive", ExitStatus.USAGE);
        }
        if (options.language() != null && Language.named(options.language()).isEmpty()) {
            return refuse(
                    "unknown language: " + options.language() + "; supported languages: "
                            + String.join(" and ", Language.names()),
                    ExitStatus.USAGE);
        }
        Boards boards = new Boards(environment, warning -> err.println("kvmsh: warning: " + warning))
                .telling(new ProgressLine(environment, err, "kvmsh"))
                .waiting(options.lockLimit());
        try {
            if (isMissing()) {
                return refuse(UnknownCommand.missing(options.file()), ExitStatus.USAGE);
            }
            if (options.board() != null) {
                boards.check(options.board());
            }
            if (options.text() == null
                    && options.file() != null
                    && !options.file().equals("-")) {
                Source script = source();
                Kvmsh.warmUp(language(), script, compiled());
                return script(boards, script);
            }
            if (options.text() == null && options.file() == null && isTerminal(environment, INPUT)) {
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
            return refuse("cannot read " + FileName.refusal(options.file()), ExitStatus.USAGE);
        } catch (UnsatisfiedLinkError e) {
            return refuse(
                    "cannot load a native library: " + e.getMessage() + "; it is unpacked into the cache: set"
                            + " XDG_CACHE_HOME to a directory with free space that is not mounted noexec",
                    ExitStatus.FAILED);
        }
    }

    /** Whether the first argument may be a command that is misspelled: no path, and no file. */
    private boolean isMissing() {
        return options.file() != null
                && !options.file().equals("-")
                && !options.file().contains("/")
                && !options.file().contains(".")
                && !Files.exists(Path.of(options.file()));
    }

    private Language language() {
        return options.language() != null
                ? Language.named(options.language()).orElseThrow()
                : options.file() == null ? Language.GROOVY : Language.ofFile(options.file());
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
        if (options.text() != null) {
            return new Source("-e", options.text());
        }
        if (options.file() == null || options.file().equals("-")) {
            return new Source("stdin", input(), null, options.arguments());
        }
        return Source.read(Path.of(options.file()), options.arguments());
    }

    /** A JVM that is started without a standard input may open its own file under that number. */
    private String input() throws IOException {
        if (environment.containsKey(NO_INPUT)) {
            throw new IOException("cannot read standard input: it is closed");
        }
        return TextFile.read(in, "standard input");
    }

    private int shell(Boards boards) throws BoardUnavailable, IOException {
        if (JsonLines.STANDARD_OUTPUT.equals(options.traceFile())) {
            return refuse(
                    "--strace-json=- works only with a script, because the shell writes to standard output; use"
                            + " --strace-json=FILE",
                    ExitStatus.USAGE);
        }
        try (JsonLines calls = JsonLines.to(options.traceFile(), out, err);
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
                    options.board(),
                    new ShellOptions(
                            language(),
                            options.isQuiet(),
                            options.isTracingErrors(),
                            options.isUnchecked(),
                            out.isColored(),
                            options.isTraced(),
                            calls,
                            !terminal.getType().startsWith(Terminal.TYPE_DUMB)),
                    options.isWithoutInit() ? files.withoutInit() : files);
            return ExitStatus.SUCCESS;
        }
    }

    private int script(Boards boards, Source source) throws Exception {
        StandardOutput shown = JsonLines.STANDARD_OUTPUT.equals(options.traceFile()) ? err : out;
        Kvmsh kvmsh = new Kvmsh(boards, shown, new StepLines(shown, options.isQuiet()))
                .tracingErrors(options.isTracingErrors())
                .unchecked(options.isUnchecked())
                .keepingCompiled(compiled());
        try (JsonLines calls = JsonLines.to(options.traceFile(), out, err)) {
            return new SingleScript(kvmsh, language(), source, shown, err, calls)
                    .quiet(options.isQuiet())
                    .straced(options.isTraced())
                    .run(options.board(), options.text() != null);
        } finally {
            err.flush();
        }
    }
}
