package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.script.TextFile;
import org.kvmsh.repl.known.KnownScript;
import org.kvmsh.repl.results.record.RunAsked;

/**
 * A script and its name in results, which depends neither on where its checkout is nor on the directory in which kvmsh
 * was started.
 *
 * @param name the path below the top of the git checkout, or below the directory that was given; a file's name for a
 *     file outside of a checkout
 */
public record TestScript(Path file, String name) {
    private static final Pattern ALONE = Pattern.compile("(?m)^\\s*//\\s*kvmsh: *alone\\b");

    /** @throws IOException where there is no such path, or no script in a directory */
    public static List<TestScript> of(List<Path> paths) throws IOException {
        Map<Path, Path> bases = new LinkedHashMap<>();
        Map<Path, Path> files = new LinkedHashMap<>();
        for (Path path : paths) {
            for (Path file : ScriptFiles.of(List.of(path))) {
                Path whole = whole(file);
                if (files.putIfAbsent(whole, file) == null) {
                    bases.put(whole, base(whole, Files.isDirectory(path) ? whole(path) : whole.getParent()));
                }
            }
        }
        makeUnique(bases);
        return bases.entrySet().stream()
                .map(script -> new TestScript(files.get(script.getKey()), name(script)))
                .toList();
    }

    /** The same, where those that an earlier run had have their names in it; null for none. */
    public static List<TestScript> of(List<Path> paths, RunAsked earlier) throws IOException {
        List<TestScript> scripts = of(paths);
        return earlier == null
                ? scripts
                : scripts.stream()
                        .map(script -> {
                            int number =
                                    earlier.files().indexOf(script.absolute().toString());
                            return number < 0
                                    ? script
                                    : new TestScript(
                                            script.file(), earlier.scripts().get(number));
                        })
                        .toList();
    }

    /**
     * The scripts of an earlier run, with their names in it.
     *
     * @throws IOException where there is no such file
     */
    public static List<TestScript> again(RunAsked asked) throws IOException {
        Path here = whole(Path.of(""));
        return named(
                asked.files().stream()
                        .map(Path::of)
                        .map(file -> file.startsWith(here) ? here.relativize(file) : file)
                        .toList(),
                asked.scripts());
    }

    /**
     * Scripts with names that another run has given them.
     *
     * @throws IOException where there is no such file
     */
    public static List<TestScript> named(List<Path> files, List<String> names) throws IOException {
        List<TestScript> scripts = new ArrayList<>();
        for (Path file : files) {
            ScriptFiles.of(List.of(file));
            scripts.add(new TestScript(file, names.get(scripts.size())));
        }
        return scripts;
    }

    /** The same script, by a path that is valid in any directory. */
    public Path absolute() {
        return whole(file);
    }

    /** The same as files of known failures name it. */
    public KnownScript known() {
        return KnownScript.of(absolute(), name);
    }

    /** Whether it may not run beside others: it has a comment {@code // kvmsh: alone}. */
    boolean isAlone() {
        try {
            // What a pipe has can be read once.
            return Files.isRegularFile(file)
                    && ALONE.matcher(TextFile.read(file)).find();
        } catch (IOException e) {
            // Its run reports that.
            return false;
        }
    }

    /** The tests that its text shows. */
    public ScriptTests tests() {
        try {
            return Kvmsh.tests(Language.ofFile(file.toString()), Source.read(file, List.of()));
        } catch (IOException e) {
            // Its run reports that.
            return ScriptTests.UNKNOWN;
        }
    }

    /** Why there is no such script, although its directory has its name; null for any other. */
    String missing() {
        try {
            return Files.isSymbolicLink(file) && !Files.exists(file)
                    ? "it is a link to " + Files.readSymbolicLink(file) + ", which does not exist"
                    : null;
        } catch (IOException e) {
            // Its run reports that.
            return null;
        }
    }

    private static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path base(Path file, Path given) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return folder;
            }
        }
        return given;
    }

    /** Scripts of two directories may have one name: their names begin with these directories then. */
    private static void makeUnique(Map<Path, Path> bases) {
        boolean lifted = true;
        while (lifted) {
            lifted = false;
            Map<String, List<Map.Entry<Path, Path>>> named =
                    bases.entrySet().stream().collect(Collectors.groupingBy(TestScript::name));
            for (Map.Entry<Path, Path> script : named.values().stream()
                    .filter(same -> same.size() > 1)
                    .flatMap(List::stream)
                    .toList()) {
                if (script.getValue().getParent() != null) {
                    script.setValue(script.getValue().getParent());
                    lifted = true;
                }
            }
        }
    }

    private static String name(Map.Entry<Path, Path> script) {
        return script.getValue().relativize(script.getKey()).toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
