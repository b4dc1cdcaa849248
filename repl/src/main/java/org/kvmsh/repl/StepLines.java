package org.kvmsh.repl;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The lines of steps between those that a script prints, at once, unless they are not wanted. */
record StepLines(PrintWriter out, boolean quiet) implements Consumer<Supplier<String>> {
    @Override public void accept(Supplier<String> line) {
        if (!quiet) {
            out.println(line.get());
            out.flush();
        }
    }
}
