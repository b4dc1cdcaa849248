package org.kvmsh.repl.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.mutants.MutantOutcome.Ended;
import org.kvmsh.repl.results.LineMembers;
import org.kvmsh.repl.runner.TestScript;

/**
 * The file of a run, a JSON object a line: what runs, then each script's tests with the damages that they touch, then
 * each outcome. A run that goes on reads it, and keeps what is of scripts that have not changed since.
 */
final class StateFile {
    /** The member with the build of kvmsh, which every line of a run's facts has. */
    static final String BUILD = "kvmsh";

    private static final String SCRIPT = "script";
    private static final String DIGEST = "digest";
    private static final String TESTS = "tests";
    private static final String TEST = "test";
    private static final String MS = "ms";
    private static final String ALONE = "alone";
    private static final String DAMAGES = "damages";
    private static final String LEFT_OUT = "leftOut";
    private static final String DAMAGE = "damage";
    private static final String ENDED = "outcome";
    private static final String BY = "by";
    private static final String SCRIPTS = "scripts";

    private final Path file;
    /** What must be the same for a run to go on, but for the build of kvmsh. */
    private final Map<String, Object> run;

    private final List<String> builds = new ArrayList<>();

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, LineMembers> scripts = new LinkedHashMap<>();
    private final Map<String, MutantOutcome> outcomes = new LinkedHashMap<>();

    private StateFile(Path file, Map<String, Object> run) {
        this.file = file;
        this.run = run;
    }

    /**
     * Reads the file of an earlier run, or begins one.
     *
     * @throws IOException if the file is of another run
     */
    static StateFile open(Path file, Map<String, Object> run) throws IOException {
        StateFile state = new StateFile(file, run);
        try {
            if (Files.exists(file)) {
                state.read(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        String build = run.get(BUILD).toString();
        if (!state.builds.contains(build)) {
            state.builds.add(build);
            state.write(run);
        }
        return state;
    }

    private void read(String text) throws IOException {
        // A line without its end was being written when the program was killed.
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        for (String each : lines) {
            LineMembers line = LineMembers.of(Json.value(each));
            if (line.has(BUILD)) {
                builds.add(line.text(BUILD));
                check(line);
            } else if (line.has(DAMAGES)) {
                line.texts(DAMAGES).forEach(this::number);
            } else if (line.has(SCRIPT)) {
                scripts.put(line.text(SCRIPT) + line.text(DIGEST), line);
            } else {
                took(new MutantOutcome(
                        line.text(DAMAGE),
                        Ended.valueOf(line.text(ENDED).toUpperCase(Locale.ROOT)),
                        line.text(BY),
                        line.number(MS),
                        line.text(SCRIPTS)));
            }
        }
        Files.writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private void check(LineMembers line) throws IOException {
        for (Map.Entry<String, Object> fact : run.entrySet()) {
            String kept = String.valueOf(line.members().get(fact.getKey()));
            if (!fact.getKey().equals(BUILD) && !kept.equals(fact.getValue().toString())) {
                throw new IOException(file + " belongs to another run: its " + fact.getKey() + " is " + kept + ", not "
                        + fact.getValue() + "; use another file with --state");
            }
        }
    }

    /** The builds of kvmsh that ran it. */
    List<String> builds() {
        return builds;
    }

    private void write(Map<String, Object> line) throws IOException {
        Files.writeString(
                file,
                Json.line(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    private int number(String damage) {
        return numbers.computeIfAbsent(damage, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    /** The tests of a script as they were recorded; null if they were not, or the script changed. */
    Baseline recorded(TestScript script, String digest) {
        LineMembers line = scripts.get(script.name() + digest);
        if (line == null) {
            return null;
        }
        List<TouchedTest> tests = new ArrayList<>();
        for (Map<String, Object> each : line.maps(TESTS)) {
            LineMembers test = new LineMembers(each);
            TreeSet<String> damages = new TreeSet<>();
            for (String index : test.text(DAMAGES).split(" ")) {
                if (!index.isEmpty()) {
                    damages.add(names.get(Integer.parseInt(index)));
                }
            }
            tests.add(new TouchedTest(
                    script, test.text(TEST), Duration.ofMillis(test.number(MS)), damages, test.has(ALONE)));
        }
        return new Baseline(tests, line.texts(LEFT_OUT));
    }

    /** Keeps the tests of a script. */
    void record(TestScript script, String digest, Baseline baseline) throws IOException {
        int known = names.size();
        List<Map<String, Object>> tests = new ArrayList<>();
        for (TouchedTest test : baseline.tests()) {
            StringBuilder damages = new StringBuilder();
            test.damages().forEach(damage -> damages.append(number(damage)).append(' '));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put(TEST, test.name());
            line.put(MS, test.took().toMillis());
            if (test.isAlone()) {
                line.put(ALONE, true);
            }
            line.put(DAMAGES, damages.toString().strip());
            tests.add(line);
        }
        if (names.size() > known) {
            write(Map.of(DAMAGES, names.subList(known, names.size())));
        }
        write(Map.of(SCRIPT, script.name(), DIGEST, digest, TESTS, tests, LEFT_OUT, baseline.leftOut()));
    }

    /** The outcome of a damage; null before it was tried with these scripts. */
    MutantOutcome outcome(String damage, String ofScripts) {
        MutantOutcome known = outcomes.get(damage);
        return known == null || !known.isOf(ofScripts) ? null : known;
    }

    /** Keeps an outcome. */
    void keep(MutantOutcome outcome) throws IOException {
        took(outcome);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(DAMAGE, outcome.damage());
        line.put(ENDED, outcome.ended().toString());
        line.put(BY, outcome.by());
        line.put(MS, outcome.millis());
        line.put(SCRIPTS, outcome.scripts());
        write(line);
    }

    private void took(MutantOutcome outcome) {
        outcomes.put(outcome.damage(), outcome);
    }
}
