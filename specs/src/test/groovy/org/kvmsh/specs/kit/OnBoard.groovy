package org.kvmsh.specs.kit

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.Session

/** A board with a session and a front end, for specs that check more than printed output. */
class OnBoard implements AutoCloseable {
    final Board board
    final Session session
    final List<String> steps = []
    private final StringWriter printed = new StringWriter()
    private final org.kvmsh.dsl.Kvmsh kvmsh
    private final Language language

    /** A board in QEMU is the one that all specs share; any other is opened for this one. */
    OnBoard(String name, Language language = Language.GROOVY) {
        this(name in EmulatedBoards.NAMES ? EmulatedBoards.open(name) : new Boards(System.getenv()).open(name), language)
    }

    OnBoard(Board board, Language language = Language.GROOVY) {
        this.board = board
        this.language = language
        kvmsh = new org.kvmsh.dsl.Kvmsh(new Boards(System.getenv()), new PrintWriter(printed, true), { })
        session = new Session(board, new HostFacts(board, { [] }), { steps << it.get() })
        kvmsh.use(session)
    }

    /** Runs a text whose names stay for the next. */
    Object run(String text) {
        kvmsh.evaluate(language, text)
    }

    /** The error of a text that must have one. */
    ScriptError failed(String text) {
        try {
            run(text)
        } catch (ScriptError e) {
            return e
        }
        throw new AssertionError("no error: $text" as Object)
    }

    /** Runs a script of scripts/, whose neighbors it may name. */
    Object runScript(String name) {
        kvmsh.run(new File(Kvmsh.script(name)).toPath())
    }

    /** Runs a file in the language of its file name. */
    Object runFile(java.nio.file.Path file) {
        kvmsh.run(file)
    }

    /** An error as a person reads it. */
    String explain(org.kvmsh.dsl.script.ScriptError error) {
        kvmsh.explain(error)
    }

    /** Ends what runs, as Ctrl-C does. */
    void stop() {
        kvmsh.interrupt()
    }

    String getPrinted() {
        printed.toString()
    }

    @Override
    void close() {
        kvmsh.close()
    }

    /** The boards of x86 that need no QEMU. A row for kvm begins with Needed.orSkip, which counts it as skipped where it is missing. */
    static List<String> x86() {
        ['kvm', 'model:x86_64']
    }
}
