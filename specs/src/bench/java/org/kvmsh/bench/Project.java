package org.kvmsh.bench;

import java.nio.file.Path;

/** Where the benchmark's files are; the build says it, since a benchmark may be started from anywhere. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("kvmsh.root"));
    static final Path SOURCES = ROOT.resolve("specs/src/bench");
    static final Path TARGET = ROOT.resolve("specs/target");

    private Project() { }
}
