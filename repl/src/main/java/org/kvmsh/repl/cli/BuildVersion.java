package org.kvmsh.repl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/**
 * The build of kvmsh that runs, for a bug report: its version, the commit that it was built from, and the JDK that runs
 * it.
 */
public final class BuildVersion implements IVersionProvider {
    private static final String VERSION = "/org/kvmsh/repl/version";
    /** Written by a build in a git repository, beside the jars: in a jar it would make each commit's jars differ. */
    private static final String COMMIT = "commit";

    @Override
    public String[] getVersion() throws IOException {
        String version = version();
        return new String[] {
            "kvmsh " + commit().map(commit -> version + ", commit " + commit).orElse(version),
            "JDK " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("java.home")
        };
    }

    /** Without the commit. */
    public static String version() throws IOException {
        try (InputStream in = BuildVersion.class.getResourceAsStream(VERSION)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /**
     * The commit of this build; empty for a build outside of a git repository, and for jars that were copied elsewhere.
     */
    private static Optional<String> commit() throws IOException {
        Path classes;
        try {
            URI place = BuildVersion.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            classes = Path.of(place);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        // target/classes and target/kvmsh-repl.jar, or target/lib/kvmsh-repl.jar
        Optional<Path> file = Stream.of(
                        classes.resolveSibling(COMMIT), classes.getParent().resolveSibling(COMMIT))
                .filter(Files::isRegularFile)
                .findFirst();
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.readString(file.get()).strip());
    }
}
