package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.Programs;

/** Slurm's commands, as of version 22.05. No accounting database is needed: sacct is not used. */
final class Slurm {
    /** Of an array's tasks, as squeue names their states. */
    record Tasks(Map<String, Integer> byState) {
        int of(String state) {
            return byState.getOrDefault(state, 0);
        }

        int all() {
            return byState.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static final Path HERE = Path.of("").toAbsolutePath();

    private final Programs programs;

    Slurm(Programs programs) {
        this.programs = programs;
    }

    /**
     * How many tasks an array may have: more than MaxArraySize - 1 or MaxJobCount, and sbatch would sleep and try again for ever.
     *
     * @throws IOException whose message is a sentence: Slurm is not there, or does not answer
     */
    int mostTasks() throws IOException {
        String config = answer("scontrol", "show", "config");
        return Math.min(number(config, "MaxArraySize") - 1, number(config, "MaxJobCount") / 2);
    }

    /** The CPUs of all nodes that are there. */
    int cpus() throws IOException {
        int cpus = 0;
        for (String counts : answer("sinfo", "-h", "-o", "%C").lines().toList()) {
            // allocated/idle/other/total: other ones are down.
            String[] parts = counts.trim().split("/");
            cpus += Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]);
        }
        return cpus;
    }

    /** Submits an array of tasks that run a shell's text; returns the job's number. */
    String submit(int tasks, String text, Path output, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("sbatch", "--parsable", "--no-requeue", "--job-name=kvmsh", "--array=0-" + (tasks - 1), "--output=" + output));
        command.addAll(options);
        command.addAll(List.of("--wrap", text));
        return answer(command.toArray(String[]::new)).trim().replaceFirst(";.*", "");
    }

    /**
     * The tasks of a job that are not over.
     *
     * @throws IOException whose message is a sentence: the controller does not answer just now
     */
    Tasks tasks(String job) throws IOException {
        Programs.Output output = programs.run(HERE, List.of("squeue", "-h", "-r", "-j", job, "-o", "%T"));
        Map<String, Integer> states = new TreeMap<>();
        if (output.ok()) {
            output.text().lines().map(String::trim).filter(line -> !line.isEmpty()).forEach(state -> states.merge(state, 1, Integer::sum));
        } else if (!output.text().contains("Invalid job id")) {
            throw new IOException("squeue failed: " + output.lastLine());
        }
        return new Tasks(states);
    }

    void cancel(String job) throws IOException {
        answer("scancel", job);
    }

    private String answer(String... command) throws IOException {
        if (programs.find(command[0]) == null) {
            throw new IOException(command[0] + " not found; install Slurm's commands (on Debian: apt-get install slurm-client)");
        }
        Programs.Output output = programs.run(HERE, List.of(command));
        if (!output.ok()) {
            throw new IOException(command[0] + " failed: " + output.lastLine());
        }
        return output.text();
    }

    private static int number(String config, String name) throws IOException {
        Matcher value = Pattern.compile("(?m)^" + name + "\\s*=\\s*(\\d+)").matcher(config);
        if (!value.find()) {
            throw new IOException("scontrol show config has no " + name);
        }
        return Integer.parseInt(value.group(1));
    }
}
