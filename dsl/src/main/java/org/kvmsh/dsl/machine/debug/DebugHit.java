package org.kvmsh.dsl.machine.debug;

/**
 * The breakpoint or watchpoint of the guest's debugging that ended a run.
 *
 * @param breakpoint null if none did
 * @param watchpoint the first one of several with the same access; null if none did
 */
public record DebugHit(BreakpointHit breakpoint, WatchpointHit watchpoint) {
    public static final DebugHit NONE = new DebugHit(null, null);
}
