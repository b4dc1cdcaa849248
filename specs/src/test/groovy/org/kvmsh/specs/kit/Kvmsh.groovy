package org.kvmsh.specs.kit

import java.nio.charset.StandardCharsets
import java.nio.file.Path
import org.kvmsh.repl.Main

/** The program in this JVM, as a person at a command line has it. */
class Kvmsh {
    /** In Maven's own JVM, where surefire looks for the classes that have specs, it is a property of Maven's. */
    static final Path ROOT = Path.of(System.getProperty('kvmsh.root') ?: System.getProperty('maven.multiModuleProjectDirectory'))

    private static final String LINE_OF_A_BOARD = /(?!kvmsh)[^(\n]+ \((?:real|emulated|model|remote)[^)]*\)(?:, .*)?\n/

    /** What one call printed and its exit status. */
    static class Result {
        int status
        String out
        /** The board's line, which begins standard error with -q. */
        String heading = ''
        /** Standard error below it. */
        String err

        void setErr(String text) {
            def line = text.indexOf('\n') + 1
            heading = text.substring(0, line) ==~ LINE_OF_A_BOARD ? text.substring(0, line) : ''
            err = text.substring(heading.length())
        }

        /** Standard output without the list of failures at its end. */
        String getWithoutList() {
            out.replaceFirst(/(?m)^\d+ tests? failed:\n(  .*\n)+/, '')
        }

        /** Whether a script ended without an error or a failed test, and the last line counts what held. */
        boolean passed(String last) {
            assert err == ''
            assert out.readLines().findAll { it.startsWith('not ok') } == []
            assert status == 0
            assert out.readLines().last() == last
            true
        }
    }

    static Result run(String... arguments) {
        runWith([:], '', arguments)
    }

    /** On an emulated board that the specs of this JVM share, where one is named without options: what runs there leaves the board as it was. */
    static Result runShared(String... arguments) {
        EmulatedBoards.sharing { runWith([:], '', arguments) }
    }

    /** With other environment variables and something on standard input. */
    static Result runWith(Map<String, String> environment, String input, String... arguments) {
        runMain(environment, input.getBytes(StandardCharsets.UTF_8), arguments)
    }

    /** With bytes on standard input that need not be a text. */
    static Result runBytes(byte[] input, String... arguments) {
        runMain([:], input, arguments)
    }

    /** What it printed on both, in the order in which a terminal shows it. */
    static String runOnTerminal(String... arguments) {
        def both = new ByteArrayOutputStream()
        def screen = new PrintStream(both, true, 'UTF-8')
        main([:], InputStream.nullInputStream(), screen, screen, arguments)
        both.toString('UTF-8')
    }

    /** Output goes to a stream that may fail; the result has the rest. */
    static Result runInto(OutputStream out, String... arguments) {
        def err = new ByteArrayOutputStream()
        int status = main([:], InputStream.nullInputStream(), out, new PrintStream(err, true, 'UTF-8'), arguments)
        new Result(status: status, err: err.toString('UTF-8'))
    }

    private static Result runMain(Map<String, String> environment, byte[] input, String... arguments) {
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        int status = main(environment, new ByteArrayInputStream(input), new PrintStream(out, true, 'UTF-8'), new PrintStream(err, true, 'UTF-8'), arguments)
        new Result(status: status, out: out.toString('UTF-8'), err: err.toString('UTF-8'))
    }

    private static int main(Map<String, String> environment, InputStream input, OutputStream out, PrintStream err, String... arguments) {
        Main.run(System.getenv() + [XDG_STATE_HOME: StateOfSpecs.FOLDER] + environment, input, out, err, arguments)
    }

    static String script(String name) {
        ROOT.resolve("scripts/$name").toString()
    }
}
