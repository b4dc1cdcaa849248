package org.kvmsh.repl;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** The lines of steps between those that a script prints, at once, unless they are not wanted. */
record StepLines(PrintWriter out, boolean quiet) implements Consumer<String> {
    @Override public void accept(String line) {
        if (!quiet) {
            out.println(line);
            out.flush();
        }
    }
}
