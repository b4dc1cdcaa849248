package org.kvmsh.bindings.board.lab;

import java.io.IOException;
import org.kvmsh.bindings.linux.LockedFile;

/** Tasks that a person does by hand with a board of a lab; the board is locked meanwhile. */
public final class LabTasks {
    private LabTasks() {}

    /** Switches its power, and returns what the commands printed. */
    public static String power(LabBoard lab, String action, LockWait wait) throws LabFailure, InterruptedException {
        try (LockedFile lock = lab.lock().take(wait)) {
            LabProcesses processes = lab.processes();
            StringBuilder printed = new StringBuilder();
            for (LabCommand command : lab.power().commands(action)) {
                printed.append(processes.run(command, () -> {}));
            }
            return printed.toString();
        }
    }

    /** Runs the console's command on the terminal, and returns its exit status. */
    public static int console(LabBoard lab, LockWait wait) throws LabFailure, InterruptedException {
        try (LockedFile lock = lab.lock().take(wait)) {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", lab.console()).inheritIO();
            builder.environment().clear();
            builder.environment().putAll(lab.environment());
            builder.environment().put(LabProcesses.VARIABLE, lab.name());
            Process console = builder.start();
            try {
                return console.waitFor();
            } finally {
                console.destroy();
            }
        } catch (IOException e) {
            throw new LabFailure(lab.name() + ": console cannot be run: " + e.getMessage(), e);
        }
    }
}
