package org.kvmsh.specs

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.groovy.GroovyFrontEnd
import org.kvmsh.dsl.machine.Session
import org.kvmsh.dsl.plan.HostFacts
import org.kvmsh.dsl.spec.Source

/** A board with a session and the Groovy front end, for specs that look at more than what is printed. */
class OnBoard implements AutoCloseable {
    final Board board
    final Session session
    final List<String> steps = []
    private final StringWriter printed = new StringWriter()
    private final GroovyFrontEnd groovy = new GroovyFrontEnd(new PrintWriter(printed, true))
    private int texts

    OnBoard(String name) {
        this(new Boards(System.getenv()).open(name))
    }

    OnBoard(Board board) {
        this.board = board
        session = new Session(board, new HostFacts(board, { [board.name()] }), { steps << it })
    }

    /** Runs a text whose names stay for the next. */
    Object run(String text) {
        groovy.run(new Source("text#${++texts}", text), session, true)
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
