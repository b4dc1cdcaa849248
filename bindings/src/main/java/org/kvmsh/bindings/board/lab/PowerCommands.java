package org.kvmsh.bindings.board.lab;

import java.time.Duration;
import java.util.List;

/**
 * The shell commands that switch a board's power.
 *
 * @param cycle null to switch it off, then on
 * @param limit of each command
 * @param cycles the number of times that a board which hangs is restarted, until it is released
 */
public record PowerCommands(String on, String off, String cycle, Duration limit, int cycles) {
    /** A board that hangs again and again is no board to test on. */
    public static final int USUAL_CYCLES = 1;

    /** The actions, as a person writes them. */
    public static final List<String> ACTIONS = List.of("on", "off", "cycle");

    /** The commands that an action takes, in order, each with its key in boards.toml. */
    List<LabCommand> commands(String action) {
        return switch (action) {
            case "on" -> List.of(command("on", on));
            case "off" -> List.of(command("off", off));
            default ->
                cycle == null ? List.of(command("off", off), command("on", on)) : List.of(command("cycle", cycle));
        };
    }

    private LabCommand command(String key, String text) {
        return new LabCommand("power." + key, text, limit);
    }
}
