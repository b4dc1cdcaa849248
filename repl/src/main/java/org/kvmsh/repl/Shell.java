package org.kvmsh.repl;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.patch.PatchError;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.compare.BoardFeatures;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.lang.ThrownInWords;
import org.kvmsh.dsl.machine.run.EndedOtherwise;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.reference.FirstLines;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.word.Word;
import org.kvmsh.repl.cli.Strace;
import org.kvmsh.repl.commands.Commands;
import org.kvmsh.repl.commands.NumberedText;
import org.kvmsh.repl.commands.SessionLog;
import org.kvmsh.repl.commands.ShellControl;
import org.kvmsh.repl.commands.TypedText;
import org.kvmsh.repl.edit.LineEditor;
import org.kvmsh.repl.shell.ActivityScreen;
import org.kvmsh.repl.shell.BackgroundRuns;
import org.kvmsh.repl.shell.ConsoleLines;
import org.kvmsh.repl.shell.HostPrograms;
import org.kvmsh.repl.shell.InterruptibleStart;
import org.kvmsh.repl.shell.OtherLanguage;
import org.kvmsh.repl.shell.ShellFiles;

/** The shell: reads lines, runs them on the current board, prints their values. */
public final class Shell implements ShellControl {
    private static final int USUAL_WIDTH = Fitting.USUAL_COLUMNS;

    private final Terminal terminal;
    private final Kvmsh kvmsh;
    private final LineEditor reader;
    private final LiveWriter out;
    private final StepLines steps;
    private final Strace strace;
    private final ValueLines values;
    private final BackgroundRuns background;
    private final ShellFiles files;
    private final SessionLog log;
    private final Commands commands = new Commands(this);
    private final ShellParser parser = new ShellParser(this::isIncomplete, this::begun);
    private Language language;
    private final List<NumberedText> typed = new ArrayList<>();
    private int texts;
    private String boardName;
    private boolean leaving;

    private Shell(
            Terminal terminal, Kvmsh kvmsh, LiveWriter out, StepLines steps, ShellOptions options, ShellFiles files) {
        this.terminal = terminal;
        this.kvmsh = kvmsh;
        this.out = out;
        this.steps = steps;
        this.language = options.language();
        this.files = files;
        this.log = new SessionLog(files.state());
        this.reader = new LineEditor(
                terminal,
                new TypedLanguage(kvmsh, this),
                options.colored(),
                options.helping(),
                new HashMap<>(Map.of(
                        LineReader.HISTORY_FILE,
                        files.history(),
                        // A board's token is not kept.
                        LineReader.HISTORY_IGNORE,
                        "*token=*",
                        LineReader.SECONDARY_PROMPT_PATTERN,
                        "%P > ")));
        reader.setHistory(new DefaultHistory());
        reader.setParser(parser);
        reader.setCompleter(new TabCompletion(commands, this));
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(LineReader.Option.GROUP_PERSIST, true);
        this.values = new ValueLines(out, new Pager(terminal, out));
        this.strace = new Strace(line -> out.above(reader, line), options.calls());
        this.background = new BackgroundRuns(kvmsh, reader, out);
    }

    /**
     * Opens the shell on a terminal until the person leaves; every VM is closed then.
     *
     * @param board the board to begin with; null for this machine's KVM, or the model that replaces it
     */
    public static void on(Terminal terminal, Boards boards, String board, ShellOptions options, ShellFiles files)
            throws BoardUnavailable {
        LiveWriter out = new LiveWriter(terminal);
        out.color(options.colored());
        StepLines steps = new StepLines(out, options.quiet());
        try (Kvmsh kvmsh = new Kvmsh(boards, out, steps)
                .tracingErrors(options.traceErrors())
                .unchecked(options.unchecked())
                .verifying(true)) {
            Shell shell = new Shell(terminal, kvmsh, out, steps, options, files);
            shell.strace.on(options.strace());
            try {
                shell.interruptible(board);
            } finally {
                shell.background.leave();
            }
        }
    }

    /** JLine's terminal for TERM=dumb takes no signals: Ctrl-C would end kvmsh and not the line or the run. */
    private void interruptible(String board) throws BoardUnavailable {
        if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            begin(board);
            return;
        }
        Object before = Signals.register(Terminal.Signal.INT.name(), () -> terminal.raise(Terminal.Signal.INT));
        try {
            begin(board);
        } finally {
            Signals.unregister(Terminal.Signal.INT.name(), before);
        }
    }

    private void begin(String board) throws BoardUnavailable {
        out.println(use(board));
        out.println("/help lists commands and words; Tab completes, Ctrl-C stops a guest, Ctrl-D exits");
        if (files.isFirstStart(abi().arch())) {
            FirstLines.told(kvmsh.session().board(), language).forEach(out::println);
        }
        if (files.inputrc() != null) {
            files.inputrc().apply(reader, out::println);
        }
        files.toRun(this::readLine, out::println).forEach(this::runFile);
        // What is loaded while the prompt is on its way delays it by as long again.
        Kvmsh.warmUp(language, Loading.LINE);
        loop();
    }

    private void loop() {
        while (!leaving) {
            try {
                take(reader.readLine(out.shown(prompt(language))));
            } catch (UserInterruptException e) {
                // Ctrl-C only abandons the line.
                if (e.getPartialLine().isBlank()) {
                    background.remind();
                }
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private boolean isIncomplete(String text) {
        return commands.of(text, kvmsh.scene(language).names().keySet()).isEmpty()
                && kvmsh.isIncomplete(language, text);
    }

    private void take(String line) {
        if (line.isBlank()) {
            return;
        }
        commands.of(line, kvmsh.scene(language).names().keySet())
                .ifPresentOrElse(commands::run, () -> runText(language, line));
        out.flush();
    }

    /** Ctrl-C while a text runs ends what runs, the guest or a loop of the script, and not the shell. */
    private TypedText evaluate(Language spoken, Source source) {
        Typing typing = new Typing(kvmsh, spoken, source);
        String failure = null;
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> {
            typing.interrupted();
            kvmsh.interrupt();
        });
        try {
            Object value = kvmsh.run(spoken, source, true);
            if (value instanceof Outcome end) {
                failure = end.isUnasked() ? end.line() : null;
                ConsoleLines.last(end.printed()).forEach(out::println);
            }
            if (value != null) {
                values.show(value, width());
            }
            typing.done(value);
        } catch (ScriptError e) {
            typing.failed(e);
            Outcome end = EndedOtherwise.behind(e);
            ConsoleLines.last(end == null ? "" : end.printed()).forEach(out::println);
            failure = kvmsh.explain(e);
            Failure shown = kvmsh.failure(e);
            out.println(typing.isInterrupted() ? kvmsh.session().tests().withStoppedGuests(shown) : shown);
            OtherLanguage.note(kvmsh, spoken, e.headline()).ifPresent(note -> out.println("  " + note));
            commands.meantBy(source.text()).ifPresent(command -> out.println("  did you mean '" + command + "'?"));
        } catch (RuntimeException e) {
            // A value may ask its board when it is shown.
            typing.done(null);
            failure = kvmsh.explain(ThrownInWords.error(Site.UNKNOWN, e));
            out.println(kvmsh.failure(ThrownInWords.error(Site.UNKNOWN, e)));
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            keep(typing.end(), failure);
            strace.rest();
        }
        return typed.get(typed.size() - 1).text();
    }

    @Override
    public MarkedLine prompt(Language of) {
        return MarkedLine.prompt(kvmsh.session().board()).and(of == Language.GROOVY ? "> " : " " + of + "> ");
    }

    @Override
    public List<TypedText> forget() {
        List<TypedText> before = typed();
        typed.clear();
        kvmsh.forgetNames();
        return before;
    }

    @Override
    public void keep(TypedText text) {
        typed.add(new NumberedText(++texts, text, null));
    }

    @Override
    public TypedText repeat(TypedText text) {
        return evaluate(text.language(), new Source("shell#" + ++texts, text.text()));
    }

    private void keep(TypedText text, String failure) {
        typed.add(new NumberedText(texts, text, failure));
        log.add(texts, text, failure).ifPresent(out::println);
    }

    @Override
    public void runText(Language spoken, String text) {
        evaluate(spoken, new Source("shell#" + ++texts, text));
    }

    @Override
    public void runFile(Path file) {
        try {
            Source source = Source.read(file, List.of());
            texts++;
            evaluate(Language.ofFile(file.toString()), source);
        } catch (IOException e) {
            out.println(e.getMessage());
        }
    }

    @Override
    public void showActivity() {
        ActivityScreen.show(terminal, kvmsh.session().latestMachine(), out, background);
    }

    @Override
    public HostPrograms programs() {
        return new HostPrograms(terminal, files.editor());
    }

    @Override
    public List<NumberedText> numbered() {
        return List.copyOf(typed);
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public void page(String title, List<String> lines) {
        new Pager(terminal, out).show(title, lines);
    }

    @Override
    public boolean pagesValues() {
        return values.isPaged();
    }

    @Override
    public void pageValues(boolean wanted) {
        values.page(wanted);
    }

    @Override
    public boolean isQuiet() {
        return steps.isQuiet();
    }

    @Override
    public void quiet(boolean wanted) {
        steps.quiet(wanted);
    }

    @Override
    public int width() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
    }

    @Override
    public List<BoardEntry> boards() {
        return kvmsh.boards().all();
    }

    @Override
    public MarkedLine use(String board) throws BoardUnavailable {
        int guests = background.going();
        MarkedLine described = InterruptibleStart.on(terminal, () -> kvmsh.use(board));
        background.stopped(guests);
        boardName = board;
        strace.follow(kvmsh.session());
        kvmsh.session().background().watch(background);
        return described;
    }

    @Override
    public MarkedLine useAgain() throws BoardUnavailable {
        return use(boardName);
    }

    @Override
    public BoardFeatures features() {
        Board board = kvmsh.session().board();
        try {
            return board.kernel().lost() == null ? BoardFeatures.of(board) : null;
        } catch (BoardLost e) {
            return null;
        }
    }

    @Override
    public Strace strace() {
        return strace;
    }

    @Override
    public String board() {
        return kvmsh.session().board().toString();
    }

    @Override
    public Language language() {
        return language;
    }

    @Override
    public void speak(Language chosen) {
        kvmsh.share(language, chosen);
        language = chosen;
    }

    @Override
    public Map<String, Word> words() {
        return Kvmsh.words(language).words();
    }

    @Override
    public Abi abi() {
        return kvmsh.session().board().kernel().abi();
    }

    @Override
    public String readLine(String prompt) {
        KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        Binding tab = keys.getBound("\t");
        parser.takeAnyLine(true);
        reader.takePlain(true);
        // A pasted text may contain tabs, and is not put into the history.
        keys.bind(new Reference(LineReader.SELF_INSERT), "\t");
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException | EndOfFileException e) {
            return null;
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
            keys.bind(tab, "\t");
            parser.takeAnyLine(false);
            reader.takePlain(false);
        }
    }

    @Override
    public void definePatch(String text) {
        try {
            out.println(kvmsh.session().patches().read(text));
            Typing typing =
                    new Typing(kvmsh, language, new Source("shell#" + ++texts, TypedText.ofPatch(language, text)));
            typing.done(null);
            keep(typing.end(), null);
        } catch (PatchError e) {
            out.println("cannot read the patch: " + e.getMessage());
        } catch (ScriptError e) {
            out.println(kvmsh.failure(e));
        }
    }

    @Override
    public String patchHelp(String ioctl) {
        return kvmsh.session().patches().help(ioctl);
    }

    @Override
    public boolean isUnchecked() {
        return kvmsh.isUnchecked();
    }

    @Override
    public List<TypedText> typed() {
        return typed.stream().map(NumberedText::text).toList();
    }

    @Override
    public List<Statement> statements(Language spoken, String text) {
        try {
            return kvmsh.statements(spoken, new Source("typed", text));
        } catch (ScriptError e) {
            return List.of();
        }
    }

    @Override
    public ScriptError checkAsFile(Language spoken, Path file, String text) {
        try {
            kvmsh.check(spoken, new Source(file.toString(), text, file, List.of()));
            return null;
        } catch (ScriptError e) {
            return e;
        }
    }

    private String begun(String text) {
        return Kvmsh.begun(language, text);
    }

    @Override
    public boolean hasSignatures() {
        return reader.hasSignatures();
    }

    @Override
    public void showSignatures(boolean shown) {
        reader.showSignatures(shown);
    }

    @Override
    public List<Completion> completions(String text) {
        return kvmsh.completions(language, text);
    }

    @Override
    public void leave() {
        leaving = true;
    }
}
