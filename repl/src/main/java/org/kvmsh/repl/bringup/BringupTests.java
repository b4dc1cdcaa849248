package org.kvmsh.repl.bringup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.repl.cli.ProgramFiles;
import org.kvmsh.repl.runner.TestScript;

/**
 * The scripts with tests for the first hour of a new board, each with the middle of the places that its tests have
 * there.
 */
final class BringupTests {
    /** Where the suite is, in a source tree and in a package. */
    private static final Path SUITE = Path.of("scripts", "suite");

    /** By the names of their scripts. */
    private final Map<String, Integer> places = new HashMap<>();

    private final List<TestScript> scripts;

    /**
     * Finds the scripts.
     *
     * @param last the names of scripts that run after the others
     * @throws IOException whose message is a sentence
     */
    BringupTests(Path suite, Set<String> last) throws IOException {
        List<TestScript> all = TestScript.of(List.of(suite));
        Set<String> hanging = new HashSet<>();
        for (TestScript script : all) {
            List<Integer> marked = marked(script);
            places.put(script.name(), middle(marked));
            if (marked.stream().anyMatch(place -> Stage.of(place).canHang())) {
                hanging.add(script.name());
            }
        }
        scripts = all.stream()
                .filter(script -> place(script.name()) > 0)
                .sorted(Comparator.comparing((TestScript script) -> last.contains(script.name()))
                        .thenComparing(script -> hanging.contains(script.name()))
                        .thenComparingInt(script -> place(script.name())))
                .toList();
    }

    /** The places of a script's tests, in order. */
    private static List<Integer> marked(TestScript script) {
        return script.tests().places().stream()
                .map(TestPlace::bringup)
                .filter(place -> place > 0)
                .sorted()
                .toList();
    }

    private static int middle(List<Integer> places) {
        return places.isEmpty() ? 0 : places.get((places.size() - 1) / 2);
    }

    /** In the order in which they run. */
    List<TestScript> scripts() {
        return scripts;
    }

    /** The place of a script; 0 if it has none. */
    int place(String script) {
        return places.getOrDefault(script, 0);
    }

    /** The suite below the current directory, or beside the program; null if it is in neither. */
    static Path suite() {
        return Files.isDirectory(SUITE) ? SUITE : ProgramFiles.directory(SUITE);
    }
}
