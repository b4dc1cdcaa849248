package org.kvmsh.repl.farm;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.ShellWord;

/**
 * Tests run by the tasks of Slurm's jobs. Each task is a kvmsh test of its own, which keeps its run in the run's
 * directory: verdicts come from there alone. What Slurm says of a task tells only when to stop waiting for it.
 */
public final class SlurmFarm {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    /** Short runs are over by then. */
    private static final int FIRST_LOOKS = 10;

    private static final int ENDED_SECONDS = 60;
    private static final String OWNER_ONLY = "rw-------";

    private final Slurm slurm;
    private final PrintWriter out;
    private final FarmStop stop;

    public SlurmFarm(Map<String, String> environment, PrintWriter out, FarmStop stop) {
        this.slurm = new Slurm(environment);
        this.out = out;
        this.stop = stop;
    }

    /**
     * Runs the scripts on their boards.
     *
     * @param run on a file system that every node has
     * @return whether the tasks are over; they are not if the run is to go on without this process
     * @throws FarmUnavailable if nothing was submitted
     */
    public boolean run(FarmAsked asked, Path run) throws FarmUnavailable {
        Attempt attempt = null;
        try {
            attempt = Attempt.next(run);
            pack(asked, run, attempt);
            submit(asked, attempt);
        } catch (IOException e) {
            if (attempt != null) {
                withdraw(attempt, e);
            }
            // A terminal's Ctrl-C ends sbatch too.
            throw new FarmUnavailable(
                    stop.isCancelling() ? new IOException("interrupted before the tasks were submitted", e) : e);
        }
        return await(attempt);
    }

    /** A run that cannot be kept does not run: its tasks would leave nothing. */
    private void withdraw(Attempt attempt, IOException why) {
        try {
            if (!attempt.jobs().isEmpty()) {
                slurm.cancel(numbers(attempt));
            }
            attempt.remove();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Waits for the tasks that were submitted last, if they are not over.
     *
     * @return whether they are over
     * @throws FarmUnavailable if what was submitted cannot be read
     */
    public boolean await(Path run) throws FarmUnavailable {
        try {
            List<Attempt> all = Attempt.all(run);
            return all.isEmpty() || await(all.get(all.size() - 1));
        } catch (IOException e) {
            throw new FarmUnavailable(e);
        }
    }

    private void pack(FarmAsked asked, Path run, Attempt attempt) throws IOException {
        int most = slurm.mostTasks();
        if (asked.boards().size() > most) {
            throw new IOException("Slurm accepts at most " + most + " tasks, but there are "
                    + asked.boards().size() + " boards");
        }
        Packing packing = new Packing(ScriptTimes.beside(run), slurm.cpus(), most);
        Duration all = asked.boards().stream()
                .map(board -> packing.time(board.title(), board.scripts()))
                .reduce(Duration.ZERO, Duration::plus);
        for (FarmBoard board : asked.boards()) {
            Duration length = asked.needs().length(board.title());
            for (List<FarmScript> scripts : packing.packed(
                    board,
                    length == null ? packing.target(all) : length,
                    asked.boards().size())) {
                Shard shard = attempt.add(board.title(), scripts);
                Files.createDirectories(shard.folder());
                // The name of a board may have a token in it.
                Files.createFile(
                        shard.command(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
                Files.writeString(
                        shard.command(),
                        "exec " + TaskCommand.of(board.name(), shard, asked.options(), asked.arguments()) + "\n");
            }
        }
    }

    /** Boards that need the same nodes are one job. */
    private void submit(FarmAsked asked, Attempt attempt) throws IOException {
        Lacking lacking = new Lacking(slurm.features(), slurm.licenses());
        Map<List<String>, List<Integer>> jobs = new LinkedHashMap<>();
        String rejected = null;
        for (FarmBoard board : asked.boards()) {
            List<String> options = asked.needs().options(board.title());
            String lacks = lacking.of(options);
            if (lacks == null) {
                attempt.shards().stream()
                        .filter(shard -> shard.board().equals(board.title()))
                        .forEach(shard -> jobs.computeIfAbsent(options, key -> new ArrayList<>())
                                .add(shard.number()));
            } else {
                rejected = lacks;
                attempt.notRun(board.title(), lacks);
            }
        }
        for (Map.Entry<List<String>, List<Integer>> job : jobs.entrySet()) {
            for (List<Integer> range : ranges(job.getValue())) {
                try {
                    submit(attempt, range, job.getKey());
                } catch (IOException e) {
                    rejected = e.getMessage();
                    for (int shard : range) {
                        attempt.notRun(attempt.shards().get(shard).board(), rejected);
                    }
                }
            }
        }
        if (attempt.jobs().isEmpty()) {
            throw new IOException(rejected);
        }
    }

    /** Numbers that follow each other: an array's tasks have such. */
    private static List<List<Integer>> ranges(List<Integer> numbers) {
        List<List<Integer>> ranges = new ArrayList<>();
        for (int number : numbers) {
            if (ranges.isEmpty()
                    || ranges.get(ranges.size() - 1)
                                    .get(ranges.get(ranges.size() - 1).size() - 1)
                            != number - 1) {
                ranges.add(new ArrayList<>());
            }
            ranges.get(ranges.size() - 1).add(number);
        }
        return ranges;
    }

    private void submit(Attempt attempt, List<Integer> shards, List<String> options) throws IOException {
        String folder = ShellWord.quoted(attempt.folder().toString());
        String probe = slurm.submit(
                ": > " + ShellWord.quoted(attempt.probed(shards.get(0)).toString()), options);
        String job;
        try {
            job = slurm.submitAfter(
                    probe,
                    shards,
                    "exec sh " + folder + "/\"$SLURM_ARRAY_TASK_ID\"/command",
                    attempt.folder(),
                    options);
        } catch (IOException e) {
            slurm.cancel(List.of(probe));
            throw e;
        }
        attempt.submitted(new SlurmJob(job, probe, shards));
        out.println("Slurm job " + job + ": " + shards.size() + (shards.size() == 1 ? " task" : " tasks")
                + (options.isEmpty() ? "" : ", " + String.join(" ", options)));
        out.flush();
    }

    private static List<String> numbers(Attempt attempt) {
        return attempt.jobs().stream()
                .flatMap(job -> Stream.of(job.probe(), job.number()))
                .toList();
    }

    private boolean await(Attempt attempt) {
        int all = attempt.jobs().stream().mapToInt(job -> job.shards().size()).sum();
        String told = "";
        int looks = 0;
        boolean canceled = false;
        long cancelledAt = 0;
        while (!stop.isLeaving()) {
            String state;
            try {
                if (stop.isCancelling() && !canceled) {
                    slurm.cancel(numbers(attempt));
                    canceled = true;
                    cancelledAt = System.nanoTime();
                }
                Slurm.Tasks tasks = slurm.tasks(numbers(attempt));
                if (tasks.all() == 0) {
                    unprobed(attempt, canceled);
                    return true;
                }
                state = Math.max(0, all - tasks.all()) + " of " + all + " tasks are done, "
                        + Math.min(all, tasks.of("RUNNING")) + " running";
            } catch (IOException e) {
                // The controller may be started again; the tasks go on meanwhile.
                state = e.getMessage();
            }
            if (!state.equals(told)) {
                out.println(state);
                out.flush();
                told = state;
            }
            if (canceled && System.nanoTime() - cancelledAt > TimeUnit.SECONDS.toNanos(ENDED_SECONDS)) {
                return true;
            }
            sleep(canceled || ++looks <= FIRST_LOOKS ? FIRST_LOOK : LOOK);
        }
        return false;
    }

    /** Tells why a job's tasks were not begun: the node that was tried has not the run's directory. */
    private void unprobed(Attempt attempt, boolean canceled) throws IOException {
        for (SlurmJob job : attempt.jobs()) {
            String node =
                    canceled || Files.exists(attempt.probed(job.shards().get(0))) ? null : slurm.node(job.probe());
            if (node != null) {
                for (int shard : job.shards()) {
                    attempt.notRun(
                            attempt.shards().get(shard).board(), "node " + node + " does not have " + attempt.folder());
                }
            }
        }
    }

    /** Until it is time, or the run is to end. */
    private void sleep(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        boolean before = stop.isCancelling();
        while (System.nanoTime() < end && stop.isCancelling() == before && !stop.isLeaving()) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
