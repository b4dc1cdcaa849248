package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Programs;

/** git in a directory, read-only: it takes no lock and does not change the index. */
final class Git {
    private final Path folder;
    private final Programs programs;

    private Git(Path folder, Programs programs) {
        this.folder = folder;
        this.programs = programs;
    }

    /** The checkout with that top directory; null if it is not a checkout, or git is missing. */
    static Git at(Path folder, Map<String, String> environment) throws IOException {
        Map<String, String> own = new HashMap<>(environment);
        // git sets them for the programs it runs, such as hooks, and they belong to another directory.
        List.of("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX").forEach(own::remove);
        own.put("GIT_OPTIONAL_LOCKS", "0");
        own.put("LC_ALL", "C");
        Programs programs = new Programs(own);
        if (programs.find("git") == null) {
            return null;
        }
        Git git = new Git(folder, programs);
        Programs.Output top = git.output("rev-parse", "--show-prefix");
        return top.ok()
                        && top.text().isBlank()
                        && git.output("rev-parse", "--verify", "-q", "HEAD").ok()
                ? git
                : null;
    }

    private Programs.Output output(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(programs.find("git").toString()));
        command.addAll(List.of(words));
        return programs.run(folder, command);
    }

    /** The output of a command that succeeds in every checkout. */
    String run(String... words) throws IOException {
        Programs.Output output = output(words);
        if (!output.ok()) {
            throw new IOException("git " + String.join(" ", words) + " failed in " + folder + ": " + output.lastLine());
        }
        return output.text();
    }
}
