package org.kvmsh.dsl.machine;

/**
 * What the runs of one machine share.
 *
 * @param handlers take its exits, and guard the log and the coalesced writes
 * @param log      of the last run
 * @param debug    its breakpoints and steps
 * @param stops    what its ends show
 */
record RunParts(LiveMachine machine, HandlerTable handlers, Console console, ExitLog log, Coalesced coalesced, MachineDebug debug, Stops stops) { }
