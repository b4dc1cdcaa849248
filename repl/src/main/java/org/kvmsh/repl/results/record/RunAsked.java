package org.kvmsh.repl.results.record;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.repl.results.LineMembers;

/**
 * The request for a run, and who made it.
 *
 * @param kvmsh its version and commit, and the JDK, a line each
 * @param boards as they were named; the default one has the name {@code kvm}
 * @param scripts in the order in which they run on each board
 * @param files the scripts' absolute paths, in the same order
 * @param sums the SHA-256 of each script's text when the run began, in the same order; empty for one that could not be
 *     read
 * @param arguments the args of every script
 * @param command the command line without what is after {@code --}, and without tokens
 * @param directory the one in which it was given
 * @param program what was typed there to run kvmsh
 */
public record RunAsked(
        List<String> kvmsh,
        Instant began,
        List<String> boards,
        List<String> scripts,
        List<String> files,
        List<String> sums,
        List<String> arguments,
        List<String> command,
        String directory,
        String program) {
    private static final String KVMSH = "kvmsh";
    private static final String BEGAN = "began";
    private static final String BOARDS = "boards";
    private static final String SCRIPTS = "scripts";
    private static final String FILES = "files";
    private static final String SUMS = "sha256";
    private static final String ARGUMENTS = "arguments";

    private static final String COMMAND = "command";
    private static final String DIRECTORY = "directory";
    private static final String PROGRAM = "program";

    static RunAsked read(LineMembers facts) {
        return new RunAsked(
                facts.texts(KVMSH),
                Instant.parse(facts.text(BEGAN)),
                facts.texts(BOARDS),
                facts.texts(SCRIPTS),
                facts.texts(FILES),
                facts.has(SUMS) ? facts.texts(SUMS) : List.of(),
                facts.texts(ARGUMENTS),
                facts.texts(COMMAND),
                facts.text(DIRECTORY),
                facts.has(PROGRAM) ? facts.text(PROGRAM) : KVMSH);
    }

    /** The checksums of scripts, as the run has them. */
    public static List<String> sums(List<String> files) {
        return files.stream().map(file -> RunTexts.sum(Path.of(file))).toList();
    }

    /** The path of a script in the directory where the run was begun; its absolute path if it is elsewhere. */
    public String file(String script) {
        int number = scripts.indexOf(script);
        Path file = Path.of(number < 0 ? script : files.get(number));
        return (file.startsWith(directory) ? Path.of(directory).relativize(file) : file).toString();
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(KVMSH, kvmsh);
        facts.put(BEGAN, began.toString());
        facts.put(BOARDS, boards);
        facts.put(SCRIPTS, scripts);
        facts.put(FILES, files);
        facts.put(SUMS, sums);
        facts.put(ARGUMENTS, arguments);
        facts.put(COMMAND, command);
        facts.put(DIRECTORY, directory);
        facts.put(PROGRAM, program);
        return facts;
    }
}
