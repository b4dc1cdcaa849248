package org.kvmsh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program in C that kvmsh is measured against. */
final class CProgram {
    private CProgram() { }

    /**
     * Compiles a program of the directory c.
     *
     * @param name without its ending
     * @throws IOException where that cannot be, and why
     */
    static Path compile(String name) throws IOException, InterruptedException {
        Path compiler = Stream.of("cc", "gcc").flatMap(CProgram::onPath)
                .findFirst().orElseThrow(() -> new IOException("there is neither cc nor gcc on the PATH"));
        Path program = Project.TARGET.resolve("bench/" + name);
        Files.createDirectories(program.getParent());
        int status = new ProcessBuilder(compiler.toString(), "-O2", "-o", program.toString(), Project.SOURCES.resolve("c/" + name + ".c").toString())
                .inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(compiler + " could not compile " + name + ".c");
        }
        return program;
    }

    /** The files of a program's name in the directories of PATH. */
    static Stream<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(folder -> Path.of(folder, program)).filter(Files::isExecutable);
    }

    static Side side(Path program) {
        return new ProcessSide(List.of(program.toString(), Device.path()));
    }
}
