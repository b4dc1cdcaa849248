package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.TestEvidence;
import org.kvmsh.repl.results.KeptFiles;

/** Writes what explains a failed test into a directory of its own. */
final class FailureFiles {
    /** A guest may print without end: its last lines are kept. */
    private static final int MOST_LINES = 50_000;

    private static final int LONGEST_NAME = 60;

    private FailureFiles() {}

    /**
     * Writes the files that have anything in them. Nothing refers to them before the test's result does.
     *
     * @param command repeats the test
     */
    static KeptFiles write(KeptFiles board, String script, String test, TestEvidence evidence, String command)
            throws IOException {
        Path folder = create(board.folder().resolve(name(script)), name(test));
        text(folder.resolve(KeptFiles.CALLS), evidence.calls());
        if (!evidence.trace().calls().isEmpty()) {
            evidence.trace().write(folder.resolve(KeptFiles.TRACE));
        }
        text(folder.resolve(KeptFiles.EXITS), evidence.exits());
        text(folder.resolve(KeptFiles.CONSOLE), evidence.console());
        text(folder.resolve(KeptFiles.KERNEL_LOG), evidence.kernelLog());
        text(folder.resolve(KeptFiles.COMMAND), List.of(command));
        return new KeptFiles(board.run(), board.run().relativize(folder).toString());
    }

    /** A test may run several times. */
    private static Path create(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(parent.resolve(number == 1 ? name : name + "-" + number));
            } catch (FileAlreadyExistsException e) {
                // One of its earlier runs.
                continue;
            }
        }
    }

    /** The text as a directory's name: it is in links and on command lines. */
    private static String name(String text) {
        String name = text.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^\\.", "_");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    static void text(Path file, List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            int more = Math.max(0, lines.size() - MOST_LINES);
            String text = (more == 0 ? "" : "... (" + more + " earlier lines)\n")
                    + String.join("\n", lines.subList(more, lines.size())) + "\n";
            Files.write(file, PrintableText.of(text).getBytes(StandardCharsets.UTF_8));
        }
    }
}
