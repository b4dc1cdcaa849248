package org.kvmsh.dsl.machine.stop;

import java.util.List;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * The parts that a stop shows.
 *
 * @param registers all, changed or none; null for what the kind of the stop has, and so are the others
 * @param code instructions from the pc on
 * @param stack words of the stack
 * @param console last lines of the console
 */
public record StopParts(String registers, Integer code, Integer stack, Integer console) {
    /** What each kind of stop has. */
    public static final StopParts UNSET = new StopParts(null, null, null, null);

    private static final List<String> REGISTERS = List.of("all", "changed", "none");
    private static final int MOST = 4096;

    /** The parts that named arguments ask for. */
    public static StopParts of(NamedArguments named) {
        Object registers = named.get("registers");
        if (registers != null && !REGISTERS.contains(registers.toString())) {
            throw new ScriptError(Site.UNKNOWN, "registers: must be 'all', 'changed' or 'none', not " + registers);
        }
        return new StopParts(
                registers == null ? null : registers.toString(),
                count(named, "code"),
                count(named, "stack"),
                count(named, "console"));
    }

    private static Integer count(NamedArguments named, String name) {
        Object value = named.get(name);
        return value == null ? null : (Integer) (int) Bits64.of(value, name + ":", 0, MOST, Site.UNKNOWN);
    }

    /** These, and others for what is unset. */
    StopParts or(StopParts others) {
        return new StopParts(
                registers == null ? others.registers : registers,
                code == null ? others.code : code,
                stack == null ? others.stack : stack,
                console == null ? others.console : console);
    }

    boolean has(String which) {
        return which.equals(registers);
    }
}
