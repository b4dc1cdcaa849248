package org.kvmsh.dsl;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.dsl.complete.Completions;
import org.kvmsh.dsl.complete.Scene;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.OtherBoards;
import org.kvmsh.dsl.reference.Described;
import org.kvmsh.dsl.script.ErrorText;
import org.kvmsh.dsl.script.PrintedValue;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.call.RuleNote;
import org.kvmsh.dsl.session.test.TextEnder;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.word.Word;

/**
 * kvmsh as a library: a board with its session, and scripts of either language that run on it. What a text answers is
 * what its last line answers: a {@link org.kvmsh.dsl.machine.Machine}, an {@link org.kvmsh.dsl.machine.run.Outcome}, a
 * {@link org.kvmsh.dsl.plan.PlanOnPaper}, any value. One thread at a time runs texts; {@link #interrupt} may be called
 * from any other. Nothing here ends the process, writes to its streams or outlives {@link #close}.
 */
public final class Kvmsh implements AutoCloseable {
    private final Boards boards;
    private final PrintWriter out;
    private final Consumer<Supplier<String>> steps;
    private final FrontEnds frontEnds;
    private final RunningText running = new RunningText();
    private final TextEnder ender = new Ender();
    private volatile Session session;
    private volatile FrontEnd current;
    private int texts;
    private boolean tracesErrors;
    private boolean unchecked;
    private boolean verifying;
    private final ScriptAttendant attendant;

    /**
     * Takes no board yet: {@link #use} does.
     *
     * @param out receives what scripts print
     * @param steps receives a line for each system call made for a script; a line that is not read costs nothing
     */
    public Kvmsh(Boards boards, PrintWriter out, Consumer<Supplier<String>> steps) {
        this.boards = boards;
        this.out = out;
        this.steps = steps;
        this.frontEnds = new FrontEnds(out);
        this.attendant = new ScriptAttendant(out, this);
    }

    /**
     * Opens a board by its name, {@code kvm}, {@code model:x86_64} or {@code qemu:arm64}; output of scripts is
     * discarded.
     *
     * @throws BoardUnavailable where it is not available, with the reason
     */
    public static Kvmsh open(String board) throws BoardUnavailable {
        return open(board, new PrintWriter(Writer.nullWriter()));
    }

    /** @param out where scripts print */
    public static Kvmsh open(String board, PrintWriter out) throws BoardUnavailable {
        Boards boards = new Boards(System.getenv());
        Kvmsh kvmsh = new Kvmsh(boards, out, step -> {});
        kvmsh.use(boards.open(board));
        return kvmsh;
    }

    /**
     * Switches to a board; the previous one and its machines are closed once the new one is open.
     *
     * @param name null for this host's KVM, or the model used instead
     * @return what a reader must know about the board, in a line
     */
    public MarkedLine use(String name) throws BoardUnavailable {
        StringBuilder why = new StringBuilder();
        Board board = boards.openOrStandIn(
                name,
                reason -> why.append("; KVM is not available on this host: ").append(reason));
        use(board);
        return MarkedLine.of(board).and(", " + board.about() + why);
    }

    /** Takes a board that is open, and closes it with the next one or with this. */
    public void use(Board board) {
        use(new Session(board, new HostFacts(board, OtherBoards.of(boards)), steps));
    }

    /** Takes a session, and closes it with the next one or with this. */
    public void use(Session other) {
        closeSession();
        session = other;
        session.opens(boards);
        session.tests().text().endsWith(ender);
        session.tests().text().isAt(this::here);
        if (tracesErrors) {
            session.failures().traceErrors();
        }
        session.place().at(this::here);
        session.attended(attendant);
        session.unchecked().tell(this::print);
        if (unchecked) {
            session.unchecked().always();
        }
        if (verifying) {
            session.verifies();
        }
    }

    /** Reads back registers that a text has set, and prints differences, on boards opened from now on. */
    public Kvmsh verifying(boolean wanted) {
        verifying = wanted;
        return this;
    }

    /** Adds the Java stack to every error, on boards opened from now on. */
    public Kvmsh tracingErrors(boolean wanted) {
        tracesErrors = wanted;
        return this;
    }

    /**
     * Keeps compiled files in a directory that must be this user's alone, to load them the next time; what is checked
     * and reported stays the same.
     */
    public Kvmsh keepingCompiled(Path folder) {
        frontEnds.keep(folder);
        return this;
    }

    /** Makes calls even if one of kvmsh's rules refuses them, on boards opened from now on. */
    public Kvmsh unchecked(boolean wanted) {
        unchecked = wanted;
        return this;
    }

    public boolean isUnchecked() {
        return unchecked;
    }

    private void print(RuleNote note) {
        note.lines().forEach(out::println);
        out.flush();
    }

    /** The boards that have a name here. */
    public Boards boards() {
        return boards;
    }

    /** The current board with its machines, tests and expectations. */
    public Session session() {
        return session;
    }

    /** The writer that scripts print to. */
    public PrintWriter out() {
        return out;
    }

    /**
     * Runs a text whose names stay for the next one of its language.
     *
     * @return the value of its last line
     * @throws ScriptError any error in it, with its position; {@link #explain} returns the text
     */
    public Object evaluate(Language language, String text) {
        return run(language, new Source("text#" + ++texts, text), true);
    }

    /** Runs a file in the language of its file name. */
    public Object run(Path file) throws IOException {
        return run(file, List.of());
    }

    /** @param arguments what the script finds in {@code args} */
    public Object run(Path file, List<String> arguments) throws IOException {
        return run(Language.ofFile(file.toString()), Source.read(file, arguments), false);
    }

    /** @param namesOutliveIt whether names that the text declares stay for the next, as a shell's must */
    public Object run(Language language, Source source, boolean namesOutliveIt) {
        boolean outermost = running.begin();
        FrontEnd outer = current;
        if (outermost) {
            session.tests().textBegins();
        }
        try {
            FrontEnd frontEnd = frontEnds.of(language);
            current = frontEnd;
            if (running.isEndedBeforeItRuns()) {
                throw new ScriptError(new Site(source.name(), 1, 1), "interrupted");
            }
            Object value = frontEnd.run(source, session, namesOutliveIt);
            if (outermost) {
                session.readBack().forEach(out::println);
            }
            return value;
        } catch (ScriptError e) {
            session.failures().failed(() -> failure(e), e.refusal() != null);
            throw e;
        } finally {
            if (outermost) {
                session.tests().textEnded();
            }
            current = outer;
            running.end();
        }
    }

    /** Serves gdb on a port of the loopback address before a machine first runs; 0 for a free port. */
    public Kvmsh debugging(int port) {
        attendant.debugging(port);
        return this;
    }

    /** Whether gdb was served, if that was asked for. */
    public boolean isDebugged() {
        return attendant.isDebugged();
    }

    /** A line of Groovy that is typed in a debugger while a script waits for it; its names stay for the next one. */
    String typed(String line) {
        try {
            Object value = evaluate(Language.GROOVY, line);
            return value == null ? "" : printed(value);
        } catch (ScriptError e) {
            return explain(e);
        }
    }

    /** The work that the last text of a language left undone when it ended, a line each. */
    public List<String> leftUndone(Language language) {
        return frontEnds.of(language).leftUndone();
    }

    /** A value that a text answered, as its language prints it. */
    public static String printed(Object value) {
        return PrintedValue.of(value);
    }

    /** Whether more lines may make a text whole. */
    public boolean isIncomplete(Language language, String text) {
        return frontEnds.of(language).isIncomplete(text);
    }

    /** The statements at a text's top level, in order; a ScriptError where its syntax is wrong. */
    public List<Statement> statements(Language language, Source source) {
        return frontEnds.of(language).statements(source);
    }

    /**
     * Checks a script without running it, on the open board: a ScriptError is what would be refused before its first
     * statement. Names typed before are unknown to it.
     */
    public void check(Language language, Source source) {
        frontEnds.of(language).check(source, session);
    }

    /**
     * The errors that an editor underlines, in the order of the text: those of {@link #check}, without the classes that
     * take most of its time, and in JavaScript those that are certain although a run reaches them later.
     */
    public List<ScriptError> errors(Language language, Source source) {
        return frontEnds.of(language).errors(source, session);
    }

    /** The things that the check of the files that ran could not know, a line each. */
    public List<String> notChecked(Language language) {
        return frontEnds.of(language).notChecked();
    }

    /**
     * The possible continuations of a text that breaks off, at its end. No call is made for it, and nothing of a script
     * is run.
     */
    public List<Completion> completions(Language language, String text) {
        return Completions.of(text, scene(language));
    }

    /**
     * The names available to a text that is typed now: for {@link Completions} and
     * {@link org.kvmsh.dsl.complete.Highlights}.
     */
    public Scene scene(Language language) {
        FrontEnd started = frontEnds.started(language);
        return new Scene(
                language == Language.JS,
                Languages.words(language),
                session.board().kernel().abi(),
                started == null ? Map.of() : started.names(),
                Languages.units(language),
                Path.of(""),
                session::latestMachine,
                boards::names);
    }

    /** The name or string at a text's end, which a completion replaces; may be empty. */
    public static String begun(Language language, String text) {
        return Completions.begun(text, language == Language.JS);
    }

    /**
     * Makes the values that texts of a language declared usable by name in another; a name that the other declared
     * itself stays its own.
     */
    public void share(Language from, Language to) {
        frontEnds.share(from, to);
    }

    /** The other language that declared a name, of a value that stays in it; null if there is none. */
    public Language declaredElsewhere(String name, Language here) {
        return frontEnds.declaredElsewhere(name, here);
    }

    /** Forgets the names that texts declared, in every language. */
    public void forgetNames() {
        frontEnds.close();
    }

    /**
     * Loads a part of a language in the background, before it is needed: while the board is opened or a person types.
     */
    public static void warmUp(Language language, Loading loading) {
        Languages.warmUp(language, loading);
    }

    /**
     * Loads what a script needs in the background, while the board is opened; the compiler only if the script must be
     * compiled.
     *
     * @param kept the directory of {@link #keepingCompiled}
     */
    public static void warmUp(Language language, Source script, Path kept) {
        Languages.warmUp(language, script, kept);
    }

    /** The current position of the script that runs on this thread, for listeners to its calls. */
    public Site here() {
        FrontEnd under = current;
        return under == null ? Site.UNKNOWN : under.here();
    }

    /** An error with its position, the line of the script and a suggestion. */
    public String explain(ScriptError error) {
        return failure(error).toString();
    }

    /** The same as values: the position, and the refused call that caused it with the rules it breaks. */
    public Failure failure(ScriptError error) {
        return session == null
                ? Failure.of(error, ErrorText.lines(error, frontEnds::source))
                : session.failures().explain(error, frontEnds::source);
    }

    /** The tests in a script's text. */
    public static ScriptTests tests(Language language, Source script) {
        return Languages.tests(language, script);
    }

    /** Every word of a language, by the block that it is in. */
    public static WordTable words(Language language) {
        return Languages.words(language);
    }

    /** A word's example as a language writes it. */
    public static String example(Language language, Word word) {
        return Languages.example(language, word);
    }

    /** The whole vocabulary, for pages and editors. */
    public static Described vocabulary() {
        return new Described(
                words(Language.GROOVY),
                words(Language.JS),
                word -> example(Language.JS, word),
                Languages.membersInJavaScript());
    }

    /** Ends every run and every text that is under way; any thread may call it. */
    public void interrupt() {
        if (session != null) {
            session.tests().text().interrupt();
        }
        stop(FrontEnd::stop);
    }

    /** Ends the running text, even if it catches the interrupt and continues; any thread may call it. */
    public void end() {
        if (session != null) {
            session.tests().text().interrupt();
        }
        ender.end();
    }

    private void stop(Consumer<FrontEnd> how) {
        // In this order: a run that begins between the two sees the thread's interrupt, one that began before is
        // stopped.
        running.interrupt(() -> {
            stopRuns();
            frontEnds.forEach(how);
        });
    }

    private void stopRuns() {
        if (session != null) {
            session.stop();
        }
    }

    private final class Ender implements TextEnder {
        @Override
        public void unwind() {
            running.poke();
            stopRuns();
            FrontEnd under = current;
            if (under != null) {
                under.unwind();
            }
        }

        @Override
        public void resume() {
            FrontEnd under = current;
            if (under != null) {
                under.resume();
            }
            running.forget();
        }

        @Override
        public void end() {
            stop(frontEnd -> {
                frontEnd.stop();
                frontEnd.unwind();
            });
        }
    }

    /** Closes the board and every machine on it, and frees the languages. */
    @Override
    public void close() {
        closeSession();
        frontEnds.close();
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
