package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.Digest;
import org.kvmsh.dsl.script.TextFile;

/** The texts that the scripts of a run are made of, by their SHA-256: a run has one text of each file. */
public final class RunTexts {
    private final Map<String, String> scripts = new LinkedHashMap<>();
    /** The SHA-256 of the texts that scripts include, and of their patches, by path. */
    private final Map<String, String> read = new LinkedHashMap<>();

    /**
     * The texts of a run.
     *
     * @param sums of the scripts, in the order of their files; none of a run of an older kvmsh
     * @param read what was read besides, by path
     */
    RunTexts(List<String> files, List<String> sums, Map<String, String> read) {
        for (int i = 0; i < sums.size(); i++) {
            scripts.put(key(Path.of(files.get(i))), sums.get(i));
        }
        this.read.putAll(read);
    }

    private static String key(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    /**
     * The SHA-256 of a file's text; empty for one that cannot be read, as its test tells, and for a device or a pipe,
     * which has no end or is read only once.
     */
    static String sum(Path file) {
        try {
            return Files.isRegularFile(file) ? Digest.of(TextFile.readMail(file)) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Takes a text that was read.
     *
     * @return why it is not of this run; null if it is
     */
    synchronized String take(Path file, String sum) {
        String known = known(key(file));
        if (known == null) {
            read.put(key(file), sum);
        }
        return known == null || known.isEmpty() || known.equals(sum)
                ? null
                : file + " has changed since the run read it: its SHA-256 was " + Digest.inShort(known) + " and is now "
                        + Digest.inShort(sum);
    }

    private String known(String file) {
        return scripts.containsKey(file) ? scripts.get(file) : read.get(file);
    }

    /** The SHA-256 of the texts that scripts include, and of their patches, by path. */
    synchronized Map<String, String> read() {
        return new LinkedHashMap<>(read);
    }

    /** All of them by path. */
    synchronized Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(scripts);
        all.putAll(read);
        return all;
    }

    /** The files that have another text now. */
    public List<String> edited() {
        List<String> edited = new ArrayList<>();
        all().forEach((file, sum) -> {
            if (!sum(Path.of(file)).equals(sum)) {
                edited.add(file);
            }
        });
        return edited;
    }
}
