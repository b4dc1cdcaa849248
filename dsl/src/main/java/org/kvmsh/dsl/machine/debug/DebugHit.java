package org.kvmsh.dsl.machine.debug;

/**
 * What of the guest's debugging ended a run.
 *
 * @param breakpoint null if none did
 * @param watchpoint the first one of several with the same access; null if none did
 */
public record DebugHit(BreakpointHit breakpoint, WatchpointHit watchpoint) {
    public static final DebugHit NONE = new DebugHit(null, null);
}
