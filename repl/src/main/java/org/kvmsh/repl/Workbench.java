package org.kvmsh.repl;

import java.io.PrintWriter;
import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.groovy.GroovyFrontEnd;
import org.kvmsh.dsl.machine.Session;
import org.kvmsh.dsl.machine.TestResults;
import org.kvmsh.dsl.plan.HostFacts;
import org.kvmsh.dsl.spec.ErrorText;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Source;

/** The board at hand with its session, and the front end that runs text against it: what is behind every door. */
public final class Workbench implements AutoCloseable {
    private final Boards boards;
    private final PrintWriter out;
    private final boolean quiet;
    private final GroovyFrontEnd groovy;
    private Session session;

    public Workbench(Boards boards, PrintWriter out, boolean quiet) {
        this.boards = boards;
        this.out = out;
        this.quiet = quiet;
        this.groovy = new GroovyFrontEnd(out);
    }

    /**
     * Takes a board; the one before and its machines are closed when the new one is there.
     *
     * @param name null for this machine's KVM, or the model that stands in for it
     * @return what a reader must know of the board, in a line
     */
    String use(String name) throws BoardUnavailable {
        if (name != null) {
            return use(boards.open(name), "");
        }
        try {
            return use(boards.open(Boards.KVM), "");
        } catch (BoardUnavailable e) {
            return use(boards.open(Boards.MODEL), "; the real one can't be had: " + e.getMessage() + boards.instead());
        }
    }

    private String use(Board board, String why) {
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

    public Object run(Source source, boolean namesOutliveIt) {
        return groovy.run(source, session, namesOutliveIt);
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
        return ErrorText.of(error, groovy::source);
    }

    /** Ends every run that is under way; any thread may call it. */
    public void stop() {
        session.stop();
    }

    @Override public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
