package org.kvmsh.bindings.board.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A board of a lab: the lab's own shell commands for it, and where its lock is.
 *
 * @param power null if nothing can switch it
 * @param console its standard output is the board's console as long as it runs; null for none
 * @param boot run when the board has power; null for none
 * @param bootLimit of the time from there to the agent's first answer
 * @param locks the directory of lock files
 * @param logs the directory of its logs
 * @param environment of the commands
 */
public record LabBoard(
        String name,
        PowerCommands power,
        String console,
        String boot,
        Duration bootLimit,
        Path locks,
        Path logs,
        Map<String, String> environment) {
    /** The lock that whoever uses the board holds. */
    public BoardLock lock() {
        return new BoardLock(name, locks.resolve(name + ".lock"));
    }

    /** Whether it has commands, and not only a lock. */
    public boolean hasCommands() {
        return canStart() || console != null;
    }

    /** Whether kvmsh can do something about a board that does not answer. */
    public boolean canStart() {
        return power != null || boot != null;
    }

    /** The number of times that it is restarted because it hangs. */
    int restarts() {
        return power == null ? PowerCommands.USUAL_CYCLES : power.cycles();
    }

    LabProcesses processes() {
        return new LabProcesses(name, logs, environment);
    }
}
