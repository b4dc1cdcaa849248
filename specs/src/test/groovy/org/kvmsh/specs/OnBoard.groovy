package org.kvmsh.specs

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.groovy.GroovyFrontEnd
import org.kvmsh.dsl.js.JsFrontEnd
import org.kvmsh.dsl.language.FrontEnd
import org.kvmsh.dsl.language.Language
import org.kvmsh.dsl.machine.Session
import org.kvmsh.dsl.plan.HostFacts
import org.kvmsh.dsl.spec.Source

/** A board with a session and a front end, for specs that look at more than what is printed. */
class OnBoard implements AutoCloseable {
    final Board board
    final Session session
    final List<String> steps = []
    private final StringWriter printed = new StringWriter()
    private final FrontEnd frontEnd
    private int texts

    OnBoard(String name, Language language = Language.GROOVY) {
        this(new Boards(System.getenv()).open(name), language)
    }

    OnBoard(Board board, Language language = Language.GROOVY) {
        this.board = board
        def out = new PrintWriter(printed, true)
        frontEnd = language == Language.JS ? new JsFrontEnd(out) : new GroovyFrontEnd(out)
        session = new Session(board, new HostFacts(board, { [board.name()] }), { steps << it })
    }

    /** Runs a text whose names stay for the next. */
    Object run(String text) {
        frontEnd.run(new Source("text#${++texts}", text), session, true)
    }

    /** Ends what runs, as Ctrl-C does. */
    void stop() {
        session.stop()
        frontEnd.stop()
    }

    String getPrinted() {
        printed.toString()
    }

    @Override
    void close() {
        session.close()
    }

    /** The boards of x86 that this machine has. */
    static List<String> x86() {
        Kvmsh.hasKvm() ? ['kvm', 'model:x86_64'] : ['model:x86_64']
    }
}
