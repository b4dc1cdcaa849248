package org.kvmsh.repl;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.groovy.GroovyFrontEnd;
import org.kvmsh.dsl.js.JsFrontEnd;
import org.kvmsh.dsl.language.FrontEnd;
import org.kvmsh.dsl.language.Language;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.machine.TestResults;
import org.kvmsh.dsl.plan.HostFacts;
import org.kvmsh.dsl.spec.ErrorText;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Source;

/** The board at hand with its session, and the front ends that run text against it: what is behind every door. */
public final class Workbench implements AutoCloseable {
    private final Boards boards;
    private final PrintWriter out;
    private final boolean quiet;
    private final Map<Language, FrontEnd> frontEnds = new EnumMap<>(Language.class);
    private Session session;

    public Workbench(Boards boards, PrintWriter out, boolean quiet) {
        this.boards = boards;
        this.out = out;
        this.quiet = quiet;
    }

    /**
     * Takes a board; the one before and its machines are closed when the new one is there.
     *
     * @param name null for this machine's KVM, or the model that stands in for it
     * @return what a reader must know of the board, in a line
     */
    String use(String name) throws BoardUnavailable {
        StringBuilder why = new StringBuilder();
        Board board = boards.openOrStandIn(name, reason -> why.append("; the real one can't be had: ").append(reason));
        use(board);
        return board + ", " + board.about() + why;
    }

    /** Takes a board that is open, and closes it with the next one or with this. */
    public void use(Board board) {
        use(new Session(board, new HostFacts(board, this::boardsAtHand), quiet ? line -> { } : this::echo));
    }

    /** Takes a session, and closes it with the next one or with this. */
    public void use(Session other) {
        close();
        session = other;
    }

    private void echo(String line) {
        out.println(line);
        out.flush();
    }

    private List<String> boardsAtHand() {
        return boards.all().stream().filter(BoardEntry::atHand).map(BoardEntry::toString).toList();
    }

    PrintWriter out() {
        return out;
    }

    Boards boards() {
        return boards;
    }

    Board board() {
        return session.board();
    }

    int expectationsHeld() {
        return session.expectationsHeld();
    }

    public TestResults tests() {
        return session.tests();
    }

    /** A text in the language that its name says. */
    public Object run(Source source, boolean namesOutliveIt) {
        return run(Language.ofFile(source.name()), source, namesOutliveIt);
    }

    public Object run(Language language, Source source, boolean namesOutliveIt) {
        return frontEnd(language).run(source, session, namesOutliveIt);
    }

    public boolean isIncomplete(Language language, String text) {
        return frontEnd(language).isIncomplete(text);
    }

    /** A language is loaded when it is first used: most people use one. */
    private synchronized FrontEnd frontEnd(Language language) {
        return frontEnds.computeIfAbsent(language, first -> switch (first) {
            case GROOVY -> new GroovyFrontEnd(out);
            case JS -> new JsFrontEnd(out);
        });
    }

    /** What a patch made callable on this board, in words. */
    Object definePatch(String text) {
        return session.rfc(text);
    }

    /** What a patch that was read says of an ioctl; null where none does. */
    String patchHelp(String ioctl) {
        return session.patchHelp(ioctl);
    }

    public String explain(ScriptError error) {
        return ErrorText.of(error, this::source);
    }

    private synchronized Source source(String name) {
        return frontEnds.values().stream().map(frontEnd -> frontEnd.source(name)).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Ends every run and every text that is under way; any thread may call it. */
    public void stop() {
        session.stop();
        synchronized (this) {
            frontEnds.values().forEach(FrontEnd::stop);
        }
    }

    @Override public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
