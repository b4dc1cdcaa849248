package org.kvmsh.dsl.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** A commit of a git tree, or a range of them, as the mails that git format-patch makes of it. */
final class PatchCommit {
    private static final String EXAMPLE = "rfc commit: 'HEAD', tree: '~/linux'";

    private PatchCommit() { }

    static String mails(Map<String, ?> named, Site site) {
        NamedArguments arguments = new NamedArguments("rfc", List.of("commit", "tree"), EXAMPLE, named, site);
        Object commit = arguments.get("commit");
        if (commit == null || commit.toString().isBlank() || commit.toString().startsWith("-")) {
            throw new ScriptError(site, "commit: is a commit or a range of commits, not " + commit, "try: " + EXAMPLE);
        }
        Object tree = arguments.get("tree");
        return mails(commit.toString(), folder(tree == null ? "." : tree.toString(), site), site);
    }

    private static Path folder(String tree, Site site) {
        try {
            Path folder = Path.of(tree.equals("~") || tree.startsWith("~/") ? System.getProperty("user.home") + tree.substring(1) : tree);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // Refused below, as any name without a directory.
        }
        throw new ScriptError(site, "tree: is the directory of a git tree, but " + tree + " is not a directory", "try: " + EXAMPLE);
    }

    private static String mails(String commit, Path folder, Site site) {
        Programs programs = new Programs(System.getenv());
        Path git = programs.find("git");
        if (git == null) {
            throw new ScriptError(site, "git not found", "install it: on Debian, apt-get install git");
        }
        List<String> command = commit.contains("..") ? List.of(git.toString(), "format-patch", "--no-color", "--stdout", commit)
                : List.of(git.toString(), "format-patch", "--no-color", "--stdout", "-1", commit);
        try {
            Programs.Output output = programs.run(folder, command);
            if (!output.ok()) {
                throw new ScriptError(site, "git format-patch " + commit + " in " + folder + " failed: " + output.text().lines().findFirst().orElse("it printed nothing"));
            }
            if (output.text().isBlank()) {
                throw new ScriptError(site, "commit " + commit + " in " + folder + " has no patch: it is a merge, or the range is empty");
            }
            return output.text();
        } catch (IOException e) {
            throw new ScriptError(site, "git cannot be run in " + folder + ": " + e.getMessage());
        }
    }
}
