package org.kvmsh.dsl.lang;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.kvmsh.dsl.script.FilesRead;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/**
 * The script that runs, and the files that it includes and these include, the innermost one last: which file a name
 * means. A front end runs them.
 */
public final class Inclusions {
    private final Language language;
    private final Deque<Source> running = new ArrayDeque<>();

    public Inclusions(Language language) {
        this.language = language;
    }

    /** A script begins, or a file that the innermost one includes; {@link #end} follows. */
    public void begin(Source source) {
        running.addLast(source);
    }

    /** The innermost one has ended. */
    public void end() {
        running.removeLast();
    }

    /** The arguments that the script was given on the command line. */
    public List<String> arguments() {
        return running.isEmpty() ? List.of() : running.peekFirst().arguments();
    }

    /**
     * Reads a file named by the innermost one, looked up beside that one; refused if it is already running.
     *
     * @param files is told of the file
     */
    public Source read(String name, Site at, FilesRead files) {
        Path file = beside(running.peekLast(), name, at);
        if (Language.ofFile(name) != language) {
            throw new ScriptError(
                    at,
                    "a script can include only files in its language; this script is " + language + ", but " + name
                            + " is " + Language.ofFile(name));
        }
        Source included = read(file, at);
        checkNew(included, at);
        files.took(file, included.text(), at);
        return included;
    }

    /** The file for a name in a script: beside the script, or in the current directory for typed text. */
    public static Path beside(Source script, String name, Site at) {
        try {
            return script == null || script.file() == null
                    ? Path.of(name)
                    : script.file().resolveSibling(name).normalize();
        } catch (InvalidPathException e) {
            throw new ScriptError(at, "not a file name: " + name);
        }
    }

    private Source read(Path file, Site at) {
        try {
            return Source.read(file, arguments());
        } catch (IOException e) {
            throw new ScriptError(
                    at, e.getMessage(), Files.exists(file) ? "" : "the path is relative to the file that includes it");
        }
    }

    private void checkNew(Source included, Site at) {
        StringBuilder chain = new StringBuilder();
        for (Source source : running) {
            boolean same = source.file() != null && isSame(source.file(), included.file());
            if (same || !chain.isEmpty()) {
                chain.append(source.name()).append(" includes ");
            }
        }
        if (!chain.isEmpty()) {
            throw new ScriptError(at, included.name() + " would include itself", chain + included.name());
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
