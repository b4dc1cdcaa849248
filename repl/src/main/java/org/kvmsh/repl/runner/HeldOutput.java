package org.kvmsh.repl.runner;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.MarkedWriter;

/** The output of a script that runs beside others: it is shown whole when the script ends. */
final class HeldOutput extends MarkedWriter {
    private final StringWriter text;
    /** The parts before what is in the text. */
    private final List<Supplier<String>> before = new ArrayList<>();

    /** @param to where it is shown */
    HeldOutput(MarkedWriter to) {
        this(new StringWriter());
        color(to.isColored());
    }

    private HeldOutput(StringWriter text) {
        super(text);
        this.text = text;
    }

    /** Adds lines that are asked for when this is shown. */
    void later(Supplier<List<MarkedLine>> lines) {
        synchronized (lock) {
            String printed = text.toString();
            text.getBuffer().setLength(0);
            before.add(() -> printed);
            before.add(
                    () -> lines.get().stream().map(line -> colored(line) + "\n").collect(Collectors.joining()));
        }
    }

    String text() {
        flush();
        synchronized (lock) {
            return before.stream().map(Supplier::get).collect(Collectors.joining()) + text;
        }
    }
}
