package org.kvmsh.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How long a person waits for kvmsh, next to what every Java program costs; by turns, as everything here is. */
final class Start {
    private static final int RUNS = 15;
    private static final int WARM_UPS = 2;
    private static final String KVMSH = "./kvmsh -e 1";
    private static final String JVM = "java, a class that does nothing";

    private final Report report;

    Start(Report report) {
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        Path cache = emptied(Project.TARGET.resolve("bench/cache"));
        Map<String, List<String>> commands = new TreeMap<>(Map.of(
                KVMSH, List.of(Project.ROOT.resolve("kvmsh").toString(), "-e", "1"),
                JVM, List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData",
                        "-cp", Project.TARGET.resolve("test-classes").toString(), Nothing.class.getName())));
        others().forEach(commands::putIfAbsent);
        Map<String, List<Double>> measured = new TreeMap<>();
        for (int i = -WARM_UPS; i < RUNS; i++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                double time = milliseconds(command.getValue(), cache);
                if (i >= 0) {
                    measured.computeIfAbsent(command.getKey(), none -> new ArrayList<>()).add(time);
                }
            }
        }
        Table table = Table.ofFigures();
        measured.forEach((what, times) -> table.row(what, times, "%.0f"));
        report.say("start: wall time in ms, " + RUNS + " runs of each by turns after " + WARM_UPS + " that don't count");
        report.say(table);
        new Prompt(report, cache).measure(commands.get(JVM));
    }

    /** What a person would start otherwise to compute one value: those that this machine has. */
    private static Map<String, List<String>> others() {
        Map<String, List<String>> all = Map.of(
                "python3", List.of("python3", "-c", "print(40 + 2)"),
                "gdb", List.of("gdb", "-q", "-nx", "-batch", "-ex", "print 40 + 2"),
                "jshell", List.of("sh", "-c", "echo '40 + 2' | exec jshell -s -"),
                "groovy", List.of("groovy", "-e", "println 40 + 2"));
        Map<String, List<String>> there = new TreeMap<>();
        all.forEach((program, command) -> {
            if (CProgram.onPath(program).findAny().isPresent()) {
                there.put(command.get(0).equals("sh") ? program : String.join(" ", command), command);
            }
        });
        return there;
    }

    static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path inside : all.sorted(Comparator.reverseOrder()).filter(path -> !path.equals(folder)).toList()) {
                Files.delete(inside);
            }
        }
        return folder;
    }

    /** With its own cache, so that the launcher's class archive belongs to these jars and is created by the runs that do not count. */
    static double milliseconds(List<String> command, Path cache) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("XDG_CACHE_HOME", cache.toString());
        long start = System.nanoTime();
        int status = process.start().waitFor();
        long took = System.nanoTime() - start;
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + status);
        }
        // A start without a class archive leaves one in the making, under a lock: nothing is measured beside that.
        new ProcessBuilder("flock", Project.ROOT.toString(), "true").start().waitFor();
        return took / 1e6;
    }
}
