package org.kvmsh.repl.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.Digest;

/** The checksum of a script, of the files that it includes, with theirs, and of its patches, as far as its text names them. */
final class ScriptSum {
    private static final Pattern TEXT = Pattern.compile("\\b(?:include|rfc)\\b\\s*\\(?\\s*(?:'([^'\n]{1,250})'|\"([^\"\n]{1,250})\")");
    private static final Pattern SCRIPT = Pattern.compile(".*\\.(groovy|js)");

    private final Set<Path> seen = new LinkedHashSet<>();
    private final StringBuilder sums = new StringBuilder();

    private ScriptSum() { }

    /** The SHA-256; empty for a script that cannot be read, as its test tells, and for a device or a pipe, which has no end or is read only once. */
    static String of(Path script) {
        if (!Files.isRegularFile(script)) {
            return "";
        }
        try {
            ScriptSum sum = new ScriptSum();
            sum.add(script);
            return Digest.of(sum.sums.toString());
        } catch (IOException e) {
            return "";
        }
    }

    private void add(Path file) throws IOException {
        if (seen.add(file.toAbsolutePath().normalize())) {
            byte[] bytes = Files.readAllBytes(file);
            sums.append(Digest.of(bytes)).append('\n');
            if (SCRIPT.matcher(file.toString()).matches()) {
                addNamed(file, new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    private void addNamed(Path script, String text) throws IOException {
        Matcher named = TEXT.matcher(text);
        while (named.find()) {
            Path file = file(script, named.group(1) == null ? named.group(2) : named.group(1));
            if (file != null) {
                add(file);
            }
        }
    }

    /** Null for a text that is no file's name, beside the script or in the current directory. */
    private static Path file(Path script, String name) {
        try {
            Path beside = script.resolveSibling(name);
            Path file = Files.isRegularFile(beside) ? beside : Path.of(name);
            return Files.isRegularFile(file) && Files.isReadable(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
