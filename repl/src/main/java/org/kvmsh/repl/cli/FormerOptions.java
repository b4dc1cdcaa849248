package org.kvmsh.repl.cli;

import java.util.List;
import java.util.Map;

/** The options that kvmsh no longer has, and what to write instead. */
final class FormerOptions {
    private static final String FARM = "--farm=NAME.toml, a file with Slurm options per board (docs/guide/farm.md)";

    private static final String BOARDS = "--baseline=BOARD for the board before, and --board=BOARD for the one after";

    /** By the command and the option. */
    private static final Map<String, String> NEW = Map.of(
            "kvmsh test --seed",
            "--shuffle=SEED",
            "kvmsh test --until-failure",
            "--repeat=until-failure",
            "kvmsh test --sbatch",
            FARM,
            "kvmsh test --farm-boards",
            FARM,
            "kvmsh test --shard",
            FARM,
            "kvmsh test --junit-gitlab",
            "kvmsh report --junit-gitlab=FILE",
            "kvmsh test --attach",
            "--resume=RUN, which waits for the tasks of a farm",
            "kvmsh test --before",
            BOARDS,
            "kvmsh test --after",
            BOARDS);

    private FormerOptions() {}

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
