package org.kvmsh.dsl.machine.debug;

import org.kvmsh.bindings.debug.Watchpoint;

/**
 * A watchpoint that a script has set.
 *
 * @param number its number in messages
 * @param rule when it ends a run
 */
record SetWatchpoint(int number, Watchpoint watchpoint, StopRule rule) {}
