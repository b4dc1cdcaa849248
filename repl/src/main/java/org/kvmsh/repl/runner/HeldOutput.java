package org.kvmsh.repl.runner;

import java.io.StringWriter;
import org.kvmsh.repl.cli.MarkedWriter;

/** The output of a script that runs beside others: it is shown whole when the script ends. */
final class HeldOutput extends MarkedWriter {
    private final StringWriter text;

    /** @param to where it is shown */
    HeldOutput(MarkedWriter to) {
        this(new StringWriter());
        color(to.isColored());
    }

    private HeldOutput(StringWriter text) {
        super(text);
        this.text = text;
    }

    String text() {
        flush();
        return text.toString();
    }
}
