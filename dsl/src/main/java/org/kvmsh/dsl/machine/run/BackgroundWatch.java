package org.kvmsh.dsl.machine.run;

/** Follows the runs in the background while a person types: a shell shows their consoles and their ends. */
public interface BackgroundWatch {
    /** The guest of a run has written to its console; on the thread of a vCPU. */
    void printed(StartedRun run, String text);

    /** A run is over that nobody waits for; on the run's own thread. */
    void ended(StartedRun run);

    /** Makes the person's terminal that of a run's guest, until the person leaves it or the run ends. */
    void attach(StartedRun run);
}
