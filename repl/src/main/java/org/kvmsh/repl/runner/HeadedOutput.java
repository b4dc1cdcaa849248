package org.kvmsh.repl.runner;

import java.io.Writer;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.MarkedWriter;

/** The output of a script below its name, which is printed with the first line. */
final class HeadedOutput extends MarkedWriter {
    private final Below below;

    /** @param to where it is shown */
    HeadedOutput(MarkedWriter to, String script) {
        this(new Below(to, script));
        color(to.isColored());
    }

    private HeadedOutput(Below below) {
        super(below);
        this.below = below;
    }

    /** Prints the name of a script that has printed nothing. */
    void head() {
        synchronized (lock) {
            below.head();
        }
    }

    private static final class Below extends Writer {
        private final MarkedWriter to;
        private final String script;
        private boolean isHeaded;

        private Below(MarkedWriter to, String script) {
            this.to = to;
            this.script = script;
        }

        private void head() {
            if (!isHeaded) {
                isHeaded = true;
                to.println(heading(script));
            }
        }

        @Override
        public void write(char[] text, int from, int length) {
            head();
            // What comes here was made printable above.
            to.printOwn(new String(text, from, length));
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** The line above the results of a script. */
    static MarkedLine heading(String script) {
        return MarkedLine.of(Mark.STEP, PrintableText.line(script));
    }
}
