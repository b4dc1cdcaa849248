package org.kvmsh.repl.farm;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.text.ShellWord;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RecordedRun;

/**
 * Tests run by the tasks of one Slurm job. Each task is a kvmsh test of its own, which keeps its run in the run's directory: verdicts come
 * from there alone. What Slurm says of a task tells only when to stop waiting for it.
 */
public final class SlurmFarm {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    /** More shards than CPUs, so that a long one delays the end less. */
    private static final int SHARDS_PER_CPU = 4;
    private static final int ENDED_SECONDS = 60;

    private final Slurm slurm;
    private final PrintWriter out;
    private final BooleanSupplier stopped;

    /** @param stopped asked now and then: whether the run is to end */
    public SlurmFarm(Map<String, String> environment, PrintWriter out, BooleanSupplier stopped) {
        this.slurm = new Slurm(new Programs(environment));
        this.out = out;
        this.stopped = stopped;
    }

    /**
     * Runs all scripts on all boards.
     *
     * @param folder  on a file system that every node has
     * @param options of kvmsh test, for each task
     * @param sbatch  options of sbatch
     * @throws FarmUnavailable if nothing was submitted
     */
    public List<RanBoard> run(List<String> boards, List<Path> scripts, List<String> arguments, Path folder, List<String> options, List<String> sbatch) throws FarmUnavailable {
        Instant began = Instant.now();
        List<Shard> shards;
        String job;
        try {
            shards = shards(boards, scripts, arguments, folder, options);
            job = submit(shards, folder, sbatch);
        } catch (IOException e) {
            throw new FarmUnavailable(e);
        }
        out.println("Slurm job " + job + ": " + shards.size() + (shards.size() == 1 ? " task" : " tasks"));
        out.flush();
        await(job, shards.size());
        return results(boards, shards, began);
    }

    private List<Shard> shards(List<String> boards, List<Path> scripts, List<String> arguments, Path folder, List<String> options) throws IOException {
        int most = Math.min(slurm.mostTasks(), Math.max(boards.size(), SHARDS_PER_CPU * slurm.cpus()));
        if (boards.size() > most) {
            throw new IOException("Slurm takes " + most + " tasks, and there are " + boards.size() + " boards");
        }
        List<Shard> shards = Shard.of(boards, scripts, most, shared(folder));
        for (Shard shard : shards) {
            Files.createDirectories(shard.folder());
            // The name of a board may have a token in it.
            Files.createFile(shard.command(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(shard.command(), "exec " + TaskCommand.of(shard, options, arguments) + "\n");
        }
        return shards;
    }

    private static Path shared(Path folder) {
        return folder.toAbsolutePath().resolve("shards");
    }

    private String submit(List<Shard> shards, Path folder, List<String> sbatch) throws IOException {
        Path shared = shared(folder);
        return slurm.submit(shards.size(), "exec sh " + ShellWord.quoted(shared.toString()) + "/\"$SLURM_ARRAY_TASK_ID\"/command", shared.resolve("%a").resolve("log"), sbatch);
    }

    private void await(String job, int all) {
        String told = "";
        Duration pause = FIRST_LOOK;
        boolean cancelled = false;
        long cancelledAt = 0;
        while (true) {
            String state;
            try {
                if (stopped.getAsBoolean() && !cancelled) {
                    slurm.cancel(job);
                    cancelled = true;
                    cancelledAt = System.nanoTime();
                }
                Slurm.Tasks tasks = slurm.tasks(job);
                if (tasks.all() == 0) {
                    return;
                }
                state = all - tasks.all() + " of " + all + " tasks are over, " + tasks.of("RUNNING") + " running";
            } catch (IOException e) {
                // The controller may be started again; the tasks go on meanwhile.
                state = e.getMessage();
            }
            if (!state.equals(told)) {
                out.println(state);
                out.flush();
                told = state;
            }
            if (cancelled && System.nanoTime() - cancelledAt > TimeUnit.SECONDS.toNanos(ENDED_SECONDS)) {
                return;
            }
            sleep(pause);
            pause = cancelled ? FIRST_LOOK : LOOK;
        }
    }

    /** Until it is time, or the run is to end. */
    private void sleep(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        boolean before = stopped.getAsBoolean();
        while (System.nanoTime() < end && stopped.getAsBoolean() == before) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<RanBoard> results(List<String> boards, List<Shard> shards, Instant began) {
        Map<String, RanBoard> ran = new LinkedHashMap<>();
        boards.forEach(board -> ran.put(board, RanBoard.notRun(board, began, List.of(), "")));
        for (Shard shard : shards) {
            RanBoard part = result(shard, began);
            ran.merge(shard.board(), part, SlurmFarm::joined);
        }
        return new ArrayList<>(ran.values());
    }

    /** The board's title is that of the first task in which it started. */
    private static RanBoard joined(RanBoard before, RanBoard part) {
        List<RanScript> scripts = new ArrayList<>(before.scripts());
        scripts.addAll(part.scripts());
        RanBoard titled = before.hasRun() ? before : part;
        return new RanBoard(titled.board(), titled.about(), before.began(), scripts);
    }

    private static RanBoard result(Shard shard, Instant began) {
        try {
            RecordedRun run = RecordedRun.read(shard.run());
            if (run.boards().size() == 1) {
                return run.boards().get(0);
            }
        } catch (IOException e) {
            return lost(shard, began);
        }
        return lost(shard, began);
    }

    /** A task that has left no run. */
    private static RanBoard lost(Shard shard, Instant began) {
        String why = "task " + shard.number() + " of the farm has left no results" + lastWords(shard.log());
        return RanBoard.notRun(shard.board(), began, shard.scripts().stream().map(Path::toString).toList(), why);
    }

    private static String lastWords(Path log) {
        try {
            List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "";
        }
    }
}
