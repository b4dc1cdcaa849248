package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.LineMembers;

/** The tasks submitted at one time for a run: a directory in the run's, with one for each task, and farm.json. */
final class Attempt {
    private static final String FOLDER = "attempt-";
    private static final String FILE = "farm.json";
    private static final String JOBS = "jobs";
    private static final String SHARDS = "shards";
    private static final String NOT_RUN = "notRun";
    private static final String NUMBER = "number";
    private static final String PROBE = "probe";
    private static final String BOARD = "board";
    private static final String SCRIPTS = "scripts";
    private static final String NAME = "name";
    private static final String FILE_OF_SCRIPT = "file";

    private final Path folder;
    private final List<SlurmJob> jobs = new ArrayList<>();
    private final List<Shard> shards = new ArrayList<>();
    /** Why nothing ran, by the board's title. */
    private final Map<String, String> notRun = new LinkedHashMap<>();

    private Attempt(Path folder) {
        this.folder = folder;
    }

    /** The next one of a run. */
    static Attempt next(Path run) throws IOException {
        int number = 1;
        while (Files.exists(run.resolve(FOLDER + number).resolve(FILE))) {
            number++;
        }
        Attempt attempt = new Attempt(run.toAbsolutePath().resolve(FOLDER + number));
        // It is there if its kvmsh was killed before it submitted anything.
        attempt.remove();
        Files.createDirectories(attempt.folder);
        return attempt;
    }

    /** The attempts of a run that have been submitted, from the first on. */
    static List<Attempt> all(Path run) throws IOException {
        List<Attempt> all = new ArrayList<>();
        for (int number = 1; Files.exists(run.resolve(FOLDER + number).resolve(FILE)); number++) {
            all.add(read(run.toAbsolutePath().resolve(FOLDER + number)));
        }
        return all;
    }

    private static Attempt read(Path folder) throws IOException {
        Attempt attempt = new Attempt(folder);
        Path file = folder.resolve(FILE);
        try {
            LineMembers facts = LineMembers.of(Json.facts(file, "kvmsh test --farm writes it"));
            for (Map<String, Object> each : facts.maps(SHARDS)) {
                LineMembers shard = LineMembers.of(each);
                List<FarmScript> scripts = shard.maps(SCRIPTS).stream()
                        .map(LineMembers::of)
                        .map(script -> new FarmScript(script.text(NAME), Path.of(script.text(FILE_OF_SCRIPT))))
                        .toList();
                attempt.add(shard.text(BOARD), scripts);
            }
            for (Map<String, Object> each : facts.maps(JOBS)) {
                LineMembers job = LineMembers.of(each);
                attempt.jobs.add(new SlurmJob(
                        job.text(NUMBER),
                        job.text(PROBE),
                        job.texts(SHARDS).stream().map(Integer::valueOf).toList()));
            }
            facts.under(NOT_RUN).map().forEach((board, why) -> attempt.notRun.put(board, why.toString()));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return attempt;
    }

    /** A task more. */
    Shard add(String board, List<FarmScript> scripts) {
        Shard shard = new Shard(shards.size(), board, scripts, folder.resolve(Integer.toString(shards.size())));
        shards.add(shard);
        return shard;
    }

    /** A job was submitted. */
    void submitted(SlurmJob job) throws IOException {
        jobs.add(job);
        write();
    }

    /** Nothing runs on a board. */
    void notRun(String board, String why) throws IOException {
        notRun.put(board, why);
        write();
    }

    private void write() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                JOBS,
                jobs.stream()
                        .map(job -> Map.of(
                                NUMBER,
                                job.number(),
                                PROBE,
                                job.probe(),
                                SHARDS,
                                job.shards().stream().map(String::valueOf).toList()))
                        .toList());
        facts.put(
                SHARDS,
                shards.stream()
                        .map(shard -> Map.of(
                                BOARD,
                                shard.board(),
                                SCRIPTS,
                                shard.scripts().stream()
                                        .map(script -> Map.of(
                                                NAME,
                                                script.name(),
                                                FILE_OF_SCRIPT,
                                                script.file().toString()))
                                        .toList()))
                        .toList());
        facts.put(NOT_RUN, notRun);
        Path half = folder.resolve(FILE + ".new");
        Files.writeString(half, Json.of(facts) + "\n");
        Files.move(half, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Nothing was submitted. */
    void remove() throws IOException {
        Folders.delete(folder);
    }

    Path folder() {
        return folder;
    }

    /** The file that a job's probe leaves, where the node has the directory. */
    Path probed(int job) {
        return folder.resolve("probed-" + job);
    }

    List<SlurmJob> jobs() {
        return jobs;
    }

    List<Shard> shards() {
        return shards;
    }

    /** Why nothing ran on a board; null if it did. */
    String notRun(String board) {
        return notRun.get(board);
    }
}
