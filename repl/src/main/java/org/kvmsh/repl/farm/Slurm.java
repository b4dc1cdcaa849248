package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Programs;

/** Slurm's commands, as of version 22.05. No accounting database is needed: sacct is not used. */
final class Slurm {
    /** The numbers of an array's tasks by state, as squeue names the states. */
    record Tasks(Map<String, Integer> byState) {
        int of(String state) {
            return byState.getOrDefault(state, 0);
        }

        int all() {
            return byState.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The output of sbatch --parsable: a number, and with several clusters the name of one. */
    private static final Pattern JOB = Pattern.compile("(?m)^(\\d+)(;\\S+)?$");

    private static final Pattern CPUS = Pattern.compile("(?m)^\\s*(\\d+)/(\\d+)/\\d+/\\d+\\s*$");
    private static final Pattern STATE = Pattern.compile("(?m)^\\s*([A-Z_]+)\\s*$");
    /** A person's own options of what is only asked here: tasks would be left out, or each be asked about. */
    private static final Pattern OPTIONS = Pattern.compile("(SQUEUE|SINFO|SCANCEL|SCONTROL)_.*");

    private static final Pattern LICENSE = Pattern.compile("LicenseName=([^ @]+)");
    private static final Pattern NODE = Pattern.compile(" BatchHost=(\\S+)");
    private static final Path HERE = Path.of("").toAbsolutePath();

    private final Programs programs;

    Slurm(Map<String, String> environment) {
        Map<String, String> plain = new HashMap<>(environment);
        plain.keySet().removeIf(name -> OPTIONS.matcher(name).matches());
        this.programs = new Programs(plain);
    }

    /**
     * The most tasks that an array may have: with more than MaxArraySize - 1 or MaxJobCount, sbatch would sleep and try
     * again forever.
     *
     * @throws IOException whose message is a sentence: Slurm is not there, or does not answer
     */
    int mostTasks() throws IOException {
        String config = answer("scontrol", "show", "config");
        return Math.min(number(config, "MaxArraySize") - 1, number(config, "MaxJobCount") / 2);
    }

    /** The CPUs of all nodes that are there. */
    int cpus() throws IOException {
        // allocated/idle/other/total: other ones are down.
        return CPUS.matcher(answer("sinfo", "-h", "-o", "%C"))
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)) + Integer.parseInt(found.group(2)))
                .sum();
    }

    /** The features that nodes have. */
    Set<String> features() throws IOException {
        return answer("sinfo", "-h", "-o", "%f")
                .lines()
                .flatMap(line -> Stream.of(line.trim().split(",")))
                .collect(Collectors.toSet());
    }

    /** The licenses that there are. */
    Set<String> licenses() throws IOException {
        return LICENSE.matcher(answer("scontrol", "-o", "show", "licenses"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /**
     * Submits a job that runs a shell's text once.
     *
     * @return its number
     */
    String submit(String text, List<String> options) throws IOException {
        return submitted(List.of("--job-name=kvmsh-probe", "--output=/dev/null"), options, text);
    }

    /**
     * Submits an array of tasks, which run a shell's text when another job has succeeded.
     *
     * @param folder of the tasks' directories, each named by its task's number, in which the task's log is
     * @return its number
     */
    String submitAfter(String other, List<Integer> tasks, String text, Path folder, List<String> options)
            throws IOException {
        // sbatch replaces % and what follows; %a is the task's number.
        String output = folder.toString().replace("%", "%%") + "/%a/" + Shard.LOG;
        return submitted(
                List.of(
                        "--job-name=kvmsh",
                        "--array=" + tasks.get(0) + "-" + tasks.get(tasks.size() - 1),
                        "--output=" + output,
                        "--dependency=afterok:" + other,
                        "--kill-on-invalid-dep=yes"),
                options,
                text);
    }

    private String submitted(List<String> own, List<String> options, String text) throws IOException {
        List<String> command = new ArrayList<>(List.of("sbatch", "--parsable", "--no-requeue"));
        command.addAll(own);
        command.addAll(options);
        command.addAll(List.of("--wrap", text));
        String told = answer(command.toArray(String[]::new));
        // Warnings, and what a cluster tells its users, are lines beside it.
        String job = JOB.matcher(told)
                .results()
                .map(found -> found.group(1))
                .reduce((before, last) -> last)
                .orElse(null);
        if (job == null) {
            throw new IOException("sbatch printed no job number: " + told.strip());
        }
        return job;
    }

    /**
     * The tasks of jobs that are not over.
     *
     * @throws IOException whose message is a sentence: the controller does not answer just now
     */
    Tasks tasks(List<String> jobs) throws IOException {
        Programs.Output output = run("squeue", "-h", "-r", "-j", String.join(",", jobs), "-o", "%T");
        Map<String, Integer> states = new TreeMap<>();
        if (output.ok()) {
            STATE.matcher(output.text()).results().forEach(found -> states.merge(found.group(1), 1, Integer::sum));
        } else if (!output.text().contains("Invalid job id")) {
            throw new IOException("squeue failed: " + output.lastLine());
        }
        return new Tasks(states);
    }

    /** The node on which a job ran; null if it did not, or Slurm does not know it any more. */
    String node(String job) {
        try {
            Matcher node = NODE.matcher(answer("scontrol", "-o", "show", "job", job));
            return node.find() ? node.group(1) : null;
        } catch (IOException e) {
            return null;
        }
    }

    void cancel(List<String> jobs) throws IOException {
        List<String> command = new ArrayList<>(List.of("scancel"));
        command.addAll(jobs);
        answer(command.toArray(String[]::new));
    }

    private String answer(String... command) throws IOException {
        Programs.Output output = run(command);
        if (!output.ok()) {
            throw new IOException(command[0] + " failed: " + output.lastLine());
        }
        return output.text();
    }

    /** Runs the program that the environment's PATH finds, which need not be that of this process. */
    private Programs.Output run(String... command) throws IOException {
        Path program = programs.find(command[0]);
        if (program == null) {
            throw new IOException(
                    command[0] + " not found; install Slurm's commands (on Debian: apt-get install slurm-client)");
        }
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, program.toString());
        return programs.run(HERE, words);
    }

    private static int number(String config, String name) throws IOException {
        Matcher value = Pattern.compile("(?m)^" + name + "\\s*=\\s*(\\d+)").matcher(config);
        if (!value.find()) {
            throw new IOException("scontrol show config has no " + name);
        }
        return Integer.parseInt(value.group(1));
    }
}
