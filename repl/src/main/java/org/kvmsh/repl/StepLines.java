package org.kvmsh.repl;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** The lines of steps between those that a script prints, at once, unless they are not wanted. */
final class StepLines implements Consumer<Supplier<String>> {
    private final PrintWriter out;
    private volatile boolean quiet;

    StepLines(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    boolean isQuiet() {
        return quiet;
    }

    void quiet(boolean wanted) {
        quiet = wanted;
    }

    @Override
    public void accept(Supplier<String> line) {
        if (!quiet) {
            out.println(MarkedLine.of(Mark.ASIDE, line.get()));
            out.flush();
        }
    }
}
