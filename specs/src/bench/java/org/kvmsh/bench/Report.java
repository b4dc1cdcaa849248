package org.kvmsh.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the report, and saves it in a file for comparing runs. */
final class Report implements AutoCloseable {
    private final PrintStream out;
    private final PrintStream file;

    Report(PrintStream out, Path kept) throws IOException {
        Files.createDirectories(kept.getParent());
        this.out = out;
        this.file = new PrintStream(Files.newOutputStream(kept));
    }

    void say(Object text) {
        for (PrintStream to : new PrintStream[] {out, file}) {
            to.println(text);
            to.flush();
        }
    }

    @Override public void close() {
        file.close();
    }
}
