package org.kvmsh.dsl.lang.groovy;

import groovy.lang.GroovySystem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.Digest;
import org.kvmsh.dsl.lang.OwnWords;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * All that the classes of a script and the compiler's checks follow from, but for other files that the script names:
 * equal keys give equal classes.
 */
final class CompilationKey {
    private static final String PROPERTIES = "groovy.";

    private CompilationKey() {}

    /** The part of the key that this process gives: kvmsh, its libraries, and the JDK. Read at first use. */
    private static final class Process {
        private static final String SUM = sum(parts());

        private static List<String> parts() {
            List<String> parts = new ArrayList<>(List.of(
                    System.getProperty("java.vm.vendor"),
                    System.getProperty("java.runtime.version"),
                    GroovySystem.getVersion()));
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith(PROPERTIES))
                    .sorted()
                    .forEach(name -> parts.add(name + "=" + System.getProperty(name)));
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                parts.add(entry + dated(Path.of(entry)));
            }
            Stream.of(KvmScript.class, Abi.class)
                    .map(Process::place)
                    .distinct()
                    .forEach(place -> parts.addAll(Files.isDirectory(place) ? files(place) : entries(place)));
            for (OwnWords own : OwnWords.all()) {
                parts.add(own.type().getName()
                        + new TreeSet<>(Vocabulary.methods(own.type()).keySet()));
            }
            return parts;
        }

        private static Path place(Class<?> type) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            try {
                return Path.of(
                        source == null
                                ? URI.create("file:/nonexistent")
                                : source.getLocation().toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        /** A library's file has its version in its name. */
        private static String dated(Path file) {
            try {
                return Files.isRegularFile(file)
                        ? " " + Files.size(file) + " "
                                + Files.getLastModifiedTime(file).toMillis()
                        : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The build gives all of kvmsh's jars one time: what tells two of them apart is their content. */
        private static List<String> entries(Path jar) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                return zip.stream()
                        .map(entry -> entry.getName() + " " + entry.getSize() + " " + entry.getCrc())
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static List<String> files(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile)
                        .map(file -> file + dated(file))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The headers' names in a key; null if they are no table's of kvmsh's own: a patch has changed them. */
    static String names(Abi abi) {
        return abi == Abi.of(abi.table())
                ? abi.table()
                : abi == Abi.rfc(abi.table()) ? abi.table() + " with rfc" : null;
    }

    /**
     * The key of a script.
     *
     * @param names the headers' names of the board, which the checks know, as {@link #names}
     * @param bound names that earlier texts have assigned
     */
    static String of(Source source, String className, boolean namesOutliveIt, String names, Set<?> bound) {
        return sum(List.of(
                Process.SUM,
                names,
                className,
                String.valueOf(namesOutliveIt),
                new TreeSet<>(bound).toString(),
                source.name(),
                String.valueOf(source.file()),
                source.text()));
    }

    private static String sum(List<String> parts) {
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(part.length()).append(' ').append(part).append('\n'));
        return Digest.of(all.toString());
    }
}
