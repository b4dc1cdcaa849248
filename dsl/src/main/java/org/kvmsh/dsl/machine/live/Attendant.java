package org.kvmsh.dsl.machine.live;

/**
 * The program that runs the script, as machines see it.
 *
 * @param <M> the machines
 */
public interface Attendant<M> {
    /** Prints a line at once, where the script prints. */
    void print(String line);

    /** Runs a line of kvmsh that is typed in a debugger; returns its value or its error as text. */
    String typed(String line);

    /** A machine is about to run, because the script asked for it. */
    void beforeRun(M machine);
}
