package org.kvmsh.repl.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory of a kept run, with the files of a failed test or of a board.
 *
 * @param run the run's directory
 * @param directory below it
 */
public record KeptFiles(Path run, String directory) {
    /** Below it each board has a directory, and in it each failed test. */
    public static final String BOARDS = "boards";
    /** A test's calls, with the rules that they broke. */
    public static final String CALLS = "calls.txt";
    /** The same calls with all their bytes, as kvmsh reads them back. */
    public static final String TRACE = "calls.trace";

    public static final String EXITS = "exits.txt";
    public static final String CONSOLE = "console.txt";
    public static final String KERNEL_LOG = "kernel.log";
    public static final String COMMAND = "command.txt";
    /** The file of a board's calls, of its tests that passed. */
    public static final String PASSED_CALLS = "calls.jsonl";
    /** The file of a board's console. */
    public static final String BOOT_LOG = "boot.log";

    private static final List<String> OF_TEST = List.of(CALLS, EXITS, CONSOLE, KERNEL_LOG, TRACE, COMMAND);

    /** @throws IllegalArgumentException for a directory that is not the run's */
    public static KeptFiles read(Path run, String directory) {
        KeptFiles files = new KeptFiles(run, directory);
        if (!files.folder().normalize().startsWith(run.normalize())) {
            throw new IllegalArgumentException(directory + " is outside of the run's directory");
        }
        return files;
    }

    /** The files of a board. */
    public static KeptFiles ofBoard(Path run, long number) {
        return new KeptFiles(run, BOARDS + "/" + number);
    }

    /** The same as a directory of another run, which has this one in it; null if it has not. */
    public KeptFiles in(Path other) {
        Path top = other.toAbsolutePath().normalize();
        Path here = folder().toAbsolutePath().normalize();
        return here.startsWith(top) ? new KeptFiles(other, top.relativize(here).toString()) : null;
    }

    public Path folder() {
        return run.resolve(directory);
    }

    public Path file(String name) {
        return folder().resolve(name);
    }

    public boolean has(String name) {
        return Files.isRegularFile(file(name));
    }

    /** A test's calls as a trace; null if they are not kept. */
    public Path trace() {
        return has(TRACE) ? file(TRACE) : null;
    }

    /** The names of a test's files that are there. */
    public List<String> ofTest() {
        return OF_TEST.stream().filter(this::has).toList();
    }

    /** The lines of one; none if it is missing: what a report tells does not depend on it. */
    public List<String> lines(String name) {
        try {
            return has(name)
                    ? new String(Files.readAllBytes(file(name)), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether a file's name is one of those that kvmsh writes. */
    public static boolean isOwn(String name) {
        return OF_TEST.contains(name) || name.equals(PASSED_CALLS) || name.matches("boot(-\\d+)?\\.log");
    }
}
