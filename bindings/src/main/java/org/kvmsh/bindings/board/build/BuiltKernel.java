package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.text.Digest;

/**
 * A kernel that was built and is kept under a name.
 *
 * @param folder the files kept of it
 * @param facts what it was built from
 */
public record BuiltKernel(String name, Path folder, Properties facts) {
    private static final String FACTS = "facts.properties";
    private static final String KERNEL = "kernel";

    /** The kernel in that directory; null if none was built there. */
    static BuiltKernel in(Path folder) {
        Properties facts = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve(FACTS))) {
            facts.load(in);
        } catch (IOException e) {
            return null;
        }
        return Files.exists(folder.resolve(KERNEL))
                ? new BuiltKernel(folder.getFileName().toString(), folder, facts)
                : null;
    }

    void write() throws IOException {
        Path part = Files.createTempFile(folder, FACTS, ".new");
        try (Writer out = Files.newBufferedWriter(part)) {
            facts.store(out, null);
        }
        Files.move(part, folder.resolve(FACTS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file that QEMU boots. */
    public Path kernel() {
        return folder.resolve(KERNEL);
    }

    /** The directory of its modules; null if it has none. */
    public Path modules() {
        Path modules = folder.resolve("install/lib/modules").resolve(version());
        return Files.isDirectory(modules) ? modules : null;
    }

    /** The output of uname -r. */
    public String version() {
        return facts.getProperty("version");
    }

    /** Adds file and line to the functions in lines of its log. */
    public UnaryOperator<List<String>> symbols(Map<String, String> environment) {
        return new KernelSymbols(folder.resolve("build"), source(), facts.getProperty("prefix", ""), environment);
    }

    /**
     * The source that it was built from, in a phrase: the tree, its commit and whether there were changes that are not
     * committed.
     */
    public String from() {
        String commit = facts.getProperty("commit", "");
        String diff = facts.getProperty("diff", "");
        String patches = facts.getProperty("patches", "");
        return facts.getProperty("tree")
                + (commit.isEmpty() ? "" : " at " + Digest.inShort(commit))
                + (diff.isEmpty() ? "" : ", modified (sha256 of git diff HEAD: " + Digest.inShort(diff) + ")")
                + (patches.isEmpty() ? "" : ", with " + patches);
    }

    /** The output of git describe for its source; null if that is no checkout. */
    public String describe() {
        String commit = facts.getProperty("describe", facts.getProperty("commit", ""));
        return commit.isEmpty() ? null : commit;
    }

    /** The SHA-256 of its configuration; null if its build is gone. */
    public String config() {
        try {
            return Digest.of(folder.resolve("build/.config"));
        } catch (IOException e) {
            return null;
        }
    }

    /** The size of its directory on the disk in bytes, its build included. */
    public long bytes() {
        return Folders.bytes(folder);
    }

    /** The digest of the patches that it was built with; empty without any. */
    public String patched() {
        return facts.getProperty("patched", "");
    }

    /** The tree that make read: the user's or Debian's, or a copy. */
    Path source() {
        return Path.of(facts.getProperty("source", "/"));
    }

    String key() {
        return facts.getProperty("key", "");
    }
}
