package org.kvmsh.repl.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kvmsh.bindings.text.Digest;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.bindings.text.WriteFailure;

/**
 * The scripts that the shell runs when it starts: the person's own, and those of the current directory that the person
 * allowed.
 */
public final class InitFiles {
    private static final List<String> OWN = List.of("init.groovy", "init.js");
    private static final List<String> PROJECT = List.of(".kvmsh.groovy", ".kvmsh.js");
    private static final String ALLOWED = "run";
    private static final String DENIED = "skip";

    private final Path config;
    private final Path directory;
    private final Path answers;

    /**
     * The files of a person in a directory.
     *
     * @param config the person's settings of kvmsh
     * @param directory the current one
     * @param state where answers are kept
     */
    public InitFiles(Path config, Path directory, Path state) {
        this.config = config;
        this.directory = directory.toAbsolutePath().normalize();
        this.answers = state.resolve("project-files");
    }

    /** The files of an environment, in the current directory. */
    static InitFiles of(Map<String, String> environment, Path state) {
        return new InitFiles(UserFolders.of(environment).config(), Path.of(""), state);
    }

    /**
     * The files to run, in order.
     *
     * @param ask gets a question and returns what was typed; null for nothing
     * @param tell gets a line for each file that is not run
     */
    public List<Path> toRun(Function<String, String> ask, Consumer<String> tell) {
        List<Path> files = new ArrayList<>();
        OWN.stream().map(config::resolve).filter(file -> isSafe(file, tell)).forEach(files::add);
        for (Path file : PROJECT.stream()
                .map(directory::resolve)
                .filter(file -> isSafe(file, tell))
                .toList()) {
            try {
                if (isAllowed(file, ask)) {
                    files.add(file);
                }
            } catch (IOException e) {
                tell.accept("not run: " + file + ": " + WriteFailure.why(e));
            }
        }
        return files;
    }

    /** Others could have written what runs with the person's rights. */
    private static boolean isSafe(Path file, Consumer<String> tell) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            boolean own =
                    Files.getAttribute(file, "unix:uid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            boolean writable = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
            if (!own || writable) {
                tell.accept("not run: " + file + (own ? " is world-writable" : " belongs to another user"));
            }
            return own && !writable;
        } catch (IOException e) {
            tell.accept("not run: " + file + ": " + WriteFailure.why(e));
            return false;
        }
    }

    /** Asked once for each content: the answer is kept with the path and the content's hash. */
    private boolean isAllowed(Path file, Function<String, String> ask) throws IOException {
        String key = Digest.of(Files.readAllBytes(file)) + " " + file;
        List<String> kept = Files.exists(answers) ? Files.readAllLines(answers) : List.of();
        if (kept.contains(ALLOWED + " " + key) || kept.contains(DENIED + " " + key)) {
            return kept.contains(ALLOWED + " " + key);
        }
        String answer = ask.apply(
                "run " + file + " whenever the shell starts here? If the file changes, kvmsh asks again. [y/N] ");
        if (answer == null) {
            return false;
        }
        boolean allowed = answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        Files.createDirectories(answers.getParent());
        if (!Files.exists(answers)) {
            Files.createFile(
                    answers, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(answers, (allowed ? ALLOWED : DENIED) + " " + key + "\n", StandardOpenOption.APPEND);
        return allowed;
    }
}
