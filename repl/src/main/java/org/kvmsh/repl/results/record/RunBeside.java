package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A run that is kept beside another one, as nightly runs are; its results are read when they are wanted. */
public record RunBeside(Path folder, RunAsked asked) {
    /** The others in a run's directory, from the newest on; none if that cannot be read. */
    public static List<RunBeside> of(Path run) {
        Path own = run.toAbsolutePath().normalize();
        try (Stream<Path> all = Files.list(own.getParent())) {
            return all.filter(other -> !other.equals(own))
                    .map(other -> new RunBeside(other, RecordedRun.askedOf(other)))
                    .filter(other -> other.asked != null)
                    .sorted(Comparator.comparing((RunBeside other) -> other.asked.began())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Its results; null for what cannot be read. */
    public RecordedRun read() {
        return read(folder);
    }

    static RecordedRun read(Path folder) {
        try {
            return RecordedRun.read(folder);
        } catch (IOException e) {
            return null;
        }
    }
}
