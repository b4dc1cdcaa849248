package org.kvmsh.dsl.session.patch;

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

/** A commit of a git tree, or a range of them, as the mails of git format-patch. */
public final class PatchCommit {
    private static final String EXAMPLE = "rfc commit: 'HEAD', tree: '~/linux'";

    private PatchCommit() {}

    static String mails(Map<String, ?> named, Site site) {
        NamedArguments arguments = new NamedArguments("rfc", List.of("commit", "tree"), EXAMPLE, named, site);
        Object commit = arguments.get("commit");
        if (commit == null || isNone(commit.toString())) {
            throw new ScriptError(site, "commit: must be a commit or a commit range, not " + commit, "try: " + EXAMPLE);
        }
        Object tree = arguments.get("tree");
        Path folder = folder(tree == null ? "." : tree.toString());
        if (folder == null) {
            throw new ScriptError(
                    site,
                    "tree: must be the directory of a git tree; " + tree + " is not a directory",
                    "try: " + EXAMPLE);
        }
        return mails(commit.toString(), folder, site);
    }

    /** The mails for {@code abi import --commit}. */
    public static String mails(String commit, String tree) {
        if (isNone(commit)) {
            throw new ScriptError(Site.UNKNOWN, "--commit must be a commit or a commit range, not " + commit);
        }
        Path folder = folder(tree);
        if (folder == null) {
            throw new ScriptError(
                    Site.UNKNOWN, "--tree must be the directory of a git tree; " + tree + " is not a directory");
        }
        return mails(commit, folder, Site.UNKNOWN);
    }

    /** An option of git is no commit. */
    private static boolean isNone(String commit) {
        return commit.isBlank() || commit.startsWith("-");
    }

    /** Null if there is no such directory. */
    private static Path folder(String tree) {
        try {
            Path folder = Path.of(
                    tree.equals("~") || tree.startsWith("~/")
                            ? System.getProperty("user.home") + tree.substring(1)
                            : tree);
            return Files.isDirectory(folder) ? folder : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String mails(String commit, Path folder, Site site) {
        Programs programs = new Programs(System.getenv());
        Path git = programs.find("git");
        if (git == null) {
            throw new ScriptError(site, "git not found", "install it: on Debian, apt-get install git");
        }
        List<String> command = commit.contains("..")
                ? List.of(git.toString(), "format-patch", "--no-color", "--stdout", commit)
                : List.of(git.toString(), "format-patch", "--no-color", "--stdout", "-1", commit);
        try {
            Programs.Output output = programs.run(folder, command);
            if (!output.ok()) {
                throw new ScriptError(
                        site,
                        "git format-patch " + commit + " in " + folder + " failed: "
                                + output.text().lines().findFirst().orElse("no output"));
            }
            if (output.text().isBlank()) {
                throw new ScriptError(
                        site, "no patch for " + commit + " in " + folder + ": a merge commit, or an empty range");
            }
            return output.text();
        } catch (IOException e) {
            throw new ScriptError(site, "git cannot be run in " + folder + ": " + e.getMessage());
        }
    }
}
