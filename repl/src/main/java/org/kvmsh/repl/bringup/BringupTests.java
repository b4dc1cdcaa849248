package org.kvmsh.repl.bringup;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.repl.runner.TestScript;

/**
 * The scripts with tests for the first hour of a new board, each with the middle of the places that its tests have
 * there.
 */
final class BringupTests {
    /** Where the suite is, in a source tree and in a package. */
    private static final Path SUITE = Path.of("scripts", "suite");

    private final Map<TestScript, Integer> places = new LinkedHashMap<>();

    /** @throws IOException whose message is a sentence */
    BringupTests(Path suite) throws IOException {
        record Placed(TestScript script, int place) {}
        TestScript.of(List.of(suite)).stream()
                .map(script -> new Placed(script, place(script)))
                .filter(placed -> placed.place() > 0)
                .sorted(Comparator.comparingInt(Placed::place))
                .forEach(placed -> places.put(placed.script(), placed.place()));
    }

    private static int place(TestScript script) {
        List<Integer> all = script.tests().places().stream()
                .map(TestPlace::bringup)
                .filter(place -> place > 0)
                .sorted()
                .toList();
        return all.isEmpty() ? 0 : all.get((all.size() - 1) / 2);
    }

    List<TestScript> scripts() {
        return List.copyOf(places.keySet());
    }

    /** The place of a script; 0 if it has none. */
    int place(String script) {
        return places.entrySet().stream()
                .filter(each -> each.getKey().name().equals(script))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    /** The suite below the current directory, or beside the program; null if it is in neither. */
    static Path suite() {
        Path program = Path.of(System.getProperty("java.home"));
        try {
            program = Path.of(BringupTests.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException | FileSystemNotFoundException | IllegalArgumentException e) {
            // In a runtime image the classes are in java.home.
        }
        Stream<Path> above = Stream.iterate(program, folder -> folder != null, Path::getParent);
        return Stream.concat(Stream.of(Path.of("")), above)
                .map(folder -> folder.resolve(SUITE))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
    }
}
