package org.kvmsh.bench;

import java.nio.file.Path;

/** Where the benchmark's files are; set by the build, since a benchmark may be started from any directory. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("kvmsh.root"));
    static final Path SOURCES = ROOT.resolve("specs/src/bench");
    static final Path TARGET = ROOT.resolve("specs/target");

    private Project() { }
}
