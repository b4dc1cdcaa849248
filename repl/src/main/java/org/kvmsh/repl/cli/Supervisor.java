package org.kvmsh.repl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * The process that has started this one to run tests, and takes no success without being told that the run has ended:
 * the launcher, or the kvmsh test of which this is one script.
 */
public final class Supervisor {
    /** Its number as a process; another process that inherits the variable is not meant. */
    public static final String PROCESS = "KVMSH_SUPERVISOR";
    /** The descriptor that takes the exit status; the launcher's alone. */
    public static final String STATUS = "KVMSH_STATUS";

    private final ProcessHandle process;
    private final String descriptor;
    private boolean told;

    private Supervisor(ProcessHandle process, String descriptor) {
        this.process = process;
        this.descriptor = descriptor;
    }

    /** Empty if nobody supervises this process. */
    public static Optional<Supervisor> of(Map<String, String> environment) {
        String named = environment.get(PROCESS);
        if (named == null) {
            return Optional.empty();
        }
        return ProcessHandle.current()
                .parent()
                .filter(parent -> Long.toString(parent.pid()).equals(named))
                .map(parent -> new Supervisor(parent, environment.get(STATUS)));
    }

    /** Does something when it is gone: nobody waits for this process any more. */
    public void whenGone(Runnable then) {
        process.onExit().thenRun(then);
    }

    /** Tells it the exit status of the run, which has ended with all its results written. Only the first one counts. */
    public synchronized void tell(int status) {
        if (descriptor == null || told) {
            return;
        }
        told = true;
        try {
            Files.writeString(Path.of("/proc/self/fd/" + descriptor), status + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            // It takes the run for one that has not ended.
            return;
        }
    }
}
