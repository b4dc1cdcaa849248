package org.kvmsh.repl.cli;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/** The options that kvmsh no longer has, and what to write instead. */
final class FormerOptions {
    private static final String FARM = "--farm=NAME.toml, a file with Slurm options per board (docs/guide/farm.md)";

    private static final String BOARDS =
            "--baseline=BOARD for the board before the change, and --board=BOARD for the one after it";

    private static final String DIFFERENCES = "--known=FILE with [[difference]] entries (docs/guide/files.md)";

    /** By the command and the option. */
    private static final Map<String, String> NEW = Map.ofEntries(
            entry("kvmsh test --seed", "--shuffle=SEED"),
            entry("kvmsh test --until-failure", "--repeat=until-failure"),
            entry("kvmsh test --sbatch", FARM),
            entry("kvmsh test --farm-boards", FARM),
            entry("kvmsh test --shard", FARM),
            entry("kvmsh test --attach", "--resume=RUN, which waits for the tasks of a farm"),
            entry("kvmsh test --before", BOARDS),
            entry("kvmsh test --after", BOARDS),
            entry("kvmsh test --retries", "--repeat=until-pass:N"),
            entry("kvmsh test --allow-splat", "--known=FILE with [[splat]] entries (docs/guide/files.md)"),
            entry("kvmsh test --expected", DIFFERENCES),
            entry("kvmsh compare --expected", DIFFERENCES),
            entry("kvmsh test --no-run", "--run=none"),
            entry("kvmsh test --junit", output("junit")),
            entry("kvmsh test --junit-gitlab", output("gitlab")),
            entry("kvmsh test --ktap", output("ktap")),
            entry("kvmsh test --json", output("json")),
            entry("kvmsh boards matrix", "kvmsh test --run DIRECTORY, and then kvmsh report DIRECTORY --matrix FILE"),
            entry("kvmsh report --junit", output("junit")),
            entry("kvmsh report --junit-gitlab", output("gitlab")),
            entry("kvmsh report --ktap", output("ktap")),
            entry("kvmsh report --json", output("json")));

    private FormerOptions() {}

    private static String output(String format) {
        return "--output " + format + "=FILE";
    }

    /**
     * The first argument that was an option, and what to use; null if none was.
     *
     * @param command with its name
     */
    static String told(String command, List<String> arguments) {
        return arguments.stream()
                .map(argument -> command + " " + argument.replaceFirst("=.*", ""))
                .filter(NEW::containsKey)
                .findFirst()
                .map(former -> command + ": " + former.substring(command.length() + 1) + " was removed; use "
                        + NEW.get(former))
                .orElse(null);
    }
}
