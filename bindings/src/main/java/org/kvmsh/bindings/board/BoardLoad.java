package org.kvmsh.bindings.board;

/**
 * The processors and the memory that a board takes of this host while it is open.
 *
 * @param cores the processors that it keeps busy when scripts run on it; 0 for a board elsewhere
 * @param megabytes the memory of a process that is started for it
 * @param hardware the name of what one user at a time can have; null if whoever opens the board gets a new machine
 */
public record BoardLoad(int cores, int megabytes, String hardware) {}
