package org.kvmsh.bindings.board;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.lab.LabBoard;
import org.kvmsh.bindings.board.lab.PowerCommands;
import org.kvmsh.bindings.text.Nearest;
import org.tomlj.TomlTable;

/**
 * The settings of a lab in {@code [boards.NAME]}: {@code power.on}, {@code power.off}, {@code power.cycle},
 * {@code console}, {@code boot}, and their limits.
 */
final class LabTable {
    static final String POWER = "power";
    static final String CONSOLE = "console";
    static final String BOOT = "boot";
    static final String BOOT_LIMIT = "boot-limit";

    private static final String LIMIT = "limit";
    private static final String CYCLES = "cycles";
    private static final int MOST_CYCLES = 1000;
    private static final List<String> POWER_KEYS =
            List.of("power.on", "power.off", "power.cycle", "power.limit", "power.cycles");
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,6})\\s*(ms|s|min)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "min", 60_000L);
    private static final Duration USUAL_POWER = Duration.ofSeconds(60);

    private final Path file;
    private final String name;
    private final TomlTable table;

    /** @param table of the board */
    LabTable(Path file, String name, TomlTable table) {
        this.file = file;
        this.name = name;
        this.table = table;
    }

    /**
     * The board; null if nothing is said of a lab.
     *
     * @param locks the directory that the file names for locks; null if it names none
     * @param state the directory of a person's state
     * @param environment of the commands
     */
    LabBoard read(Path locks, Path state, Map<String, String> environment) throws NoSuchBoard {
        PowerCommands power = table.contains(List.of(POWER)) ? power() : null;
        String console = command(table, CONSOLE, List.of(CONSOLE));
        String boot = command(table, BOOT, List.of(BOOT));
        Duration limit = time(List.of(BOOT_LIMIT), BOOT_LIMIT, BootWait.USUAL);
        if (table.contains(List.of(BOOT_LIMIT)) && power == null && boot == null) {
            throw wrong(List.of(BOOT_LIMIT), "boot-limit needs power.on or boot");
        }
        return power == null && console == null && boot == null && locks == null
                ? null
                : new LabBoard(
                        name,
                        power,
                        console,
                        boot,
                        limit,
                        locks == null ? state.resolve("locks") : locks,
                        state.resolve("labs").resolve(name),
                        environment);
    }

    private PowerCommands power() throws NoSuchBoard {
        if (!table.isTable(List.of(POWER))) {
            throw wrong(
                    List.of(POWER), "power is not a command; write power.on = \"COMMAND\" and power.off = \"COMMAND\"");
        }
        for (String key : table.getTable(List.of(POWER)).keySet()) {
            String whole = POWER + "." + key;
            if (!POWER_KEYS.contains(whole)) {
                throw wrong(
                        List.of(POWER, key),
                        "unknown key " + whole + " in [boards." + name + "]; its keys are "
                                + String.join(", ", POWER_KEYS) + Nearest.clause(whole, POWER_KEYS));
            }
        }
        PowerCommands power = new PowerCommands(
                command(table, "power.on", List.of(POWER, "on")),
                command(table, "power.off", List.of(POWER, "off")),
                command(table, "power.cycle", List.of(POWER, "cycle")),
                time(List.of(POWER, LIMIT), "power.limit", USUAL_POWER),
                cycles());
        if (power.on() == null || power.off() == null) {
            String there =
                    table.getTable(List.of(POWER)).keySet().stream().findFirst().orElse("");
            throw wrong(
                    there.isEmpty() ? List.of(POWER) : List.of(POWER, there),
                    "[boards." + name + "] has no power." + (power.on() == null ? "on" : "off")
                            + "; a board that is switched on and off needs both");
        }
        return power;
    }

    private int cycles() throws NoSuchBoard {
        List<String> path = List.of(POWER, CYCLES);
        if (!table.contains(path)) {
            return PowerCommands.USUAL_CYCLES;
        }
        long cycles = table.isLong(path) ? table.getLong(path) : 0;
        if (cycles < 1 || cycles > MOST_CYCLES) {
            throw wrong(path, "power.cycles must be a number from 1 to " + MOST_CYCLES);
        }
        return (int) cycles;
    }

    private String command(TomlTable in, String key, List<String> path) throws NoSuchBoard {
        if (!in.contains(path)) {
            return null;
        }
        if (!in.isString(path)) {
            throw wrong(path, key + " must be a shell command in quotation marks");
        }
        String text = in.getString(path);
        if (text.isBlank()) {
            throw wrong(path, key + " is empty; write a shell command");
        }
        return text;
    }

    private Duration time(List<String> path, String key, Duration usual) throws NoSuchBoard {
        if (!table.contains(path)) {
            return usual;
        }
        Matcher time = TIME.matcher(table.isString(path) ? table.getString(path) : "");
        if (!time.matches()) {
            throw wrong(path, key + " must be a time in quotation marks: \"90s\", \"500ms\" or \"5min\"");
        }
        return Duration.ofMillis(Long.parseLong(time.group(1)) * MILLIS.get(time.group(2)));
    }

    private NoSuchBoard wrong(List<String> path, String why) {
        return new NoSuchBoard(TomlFile.at(file, table.inputPositionOf(path)) + ": " + why);
    }
}
