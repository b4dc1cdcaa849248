package org.kvmsh.repl.cli;

import java.util.Map;

/** The options that kvmsh no longer has, and what to write instead. */
final class FormerOptions {
    private static final String FARM = "--farm=NAME.toml, a file with Slurm options per board (docs/guide/farm.md)";

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
            "kvmsh report --junit-gitlab=FILE");

    private FormerOptions() {}

    /**
     * What to write instead of an argument; null for one that was never an option.
     *
     * @param command with its name
     */
    static String instead(String command, String argument) {
        return NEW.get(command + " " + argument.replaceFirst("=.*", ""));
    }
}
