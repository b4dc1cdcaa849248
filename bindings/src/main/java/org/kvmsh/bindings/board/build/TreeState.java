package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kvmsh.bindings.text.Digest;

/**
 * The files of a kernel tree at one moment, so that a later one can be compared with it.
 *
 * @param commit of the checkout; empty if the tree is not one
 * @param content git's hash of all committed content, equal for commits of the same content; empty if the tree is not a
 *     checkout
 * @param diff the SHA-256 of what git diff HEAD prints; empty where the checkout is as committed
 * @param files the files with uncommitted changes, with their content's SHA-256, empty for a removed one; for a tree
 *     that is not a checkout one entry that represents all
 */
record TreeState(String commit, String content, String diff, Map<String, String> files) {
    private static final String COMMIT = "commit";
    private static final String CONTENT = "content";
    private static final String DIFF = "diff";
    private static final String FILES = "files";
    private static final String ALL = "*";

    TreeState {
        files = new TreeMap<>(files);
    }

    /** The state of a tree that no person changes. */
    static TreeState ofArchive(String digest) {
        return new TreeState("", "", "", Map.of(ALL, digest));
    }

    static TreeState of(Path tree, Map<String, String> environment) throws IOException {
        Git git = Git.at(tree, environment);
        return git == null ? ofFiles(tree) : ofCheckout(tree, git);
    }

    private static TreeState ofCheckout(Path tree, Git git) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String entry : git.run("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames")
                .split("\0")) {
            if (entry.length() > 3) {
                String path = entry.substring(3);
                Path file = tree.resolve(path);
                files.put(path, Files.isRegularFile(file) || Files.isSymbolicLink(file) ? Digest.of(file) : "");
            }
        }
        String diff = files.isEmpty() ? "" : git.run("diff", "--binary", "--no-ext-diff", "--no-color", "HEAD");
        return new TreeState(
                git.run("rev-parse", "HEAD").strip(),
                git.run("rev-parse", "HEAD^{tree}").strip(),
                diff.isEmpty() ? "" : Digest.of(diff),
                files);
    }

    private static TreeState ofFiles(Path tree) throws IOException {
        TreeSet<String> all = new TreeSet<>();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                all.add(tree.relativize(file) + " " + attributes.size() + " "
                        + attributes.lastModifiedTime().toMillis());
                return FileVisitResult.CONTINUE;
            }
        });
        return new TreeState("", "", "", Map.of(ALL, Digest.of(String.join("\n", all))));
    }

    /** Whether it is a checkout that differs from its commit. */
    boolean isDirty() {
        return !commit.isEmpty() && !files.isEmpty();
    }

    /** The files that differ from an earlier state of the same checkout; null if that is unknown. */
    Set<String> changedSince(TreeState other, Path tree, Map<String, String> environment) throws IOException {
        Git git = commit.isEmpty() || other.commit.isEmpty() ? null : Git.at(tree, environment);
        if (git == null) {
            return null;
        }
        Set<String> changed = new TreeSet<>();
        if (!commit.equals(other.commit)) {
            changed.addAll(Set.of(git.run("diff", "--name-only", "-z", "--no-renames", other.commit, commit)
                    .split("\0")));
            changed.remove("");
        }
        Set<String> dirty = new TreeSet<>(files.keySet());
        dirty.addAll(other.files.keySet());
        dirty.removeIf(path -> files.getOrDefault(path, "-").equals(other.files.getOrDefault(path, "-")));
        changed.addAll(dirty);
        return changed;
    }

    String digest() {
        return Digest.of(content + "\n" + files);
    }

    void write(Properties facts) {
        facts.setProperty(COMMIT, commit);
        facts.setProperty(CONTENT, content);
        facts.setProperty(DIFF, diff);
        StringBuilder text = new StringBuilder();
        files.forEach(
                (path, digest) -> text.append(digest).append(' ').append(path).append('\n'));
        facts.setProperty(FILES, text.toString());
    }

    static TreeState read(Properties facts) {
        Map<String, String> files = new TreeMap<>();
        facts.getProperty(FILES, "")
                .lines()
                .forEach(
                        line -> files.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' '))));
        return new TreeState(
                facts.getProperty(COMMIT, ""), facts.getProperty(CONTENT, ""), facts.getProperty(DIFF, ""), files);
    }
}
