package org.kvmsh.bindings.debug;

/**
 * An access that has stopped a guest.
 *
 * @param access {@link WatchedAccess#ACCESS} if the processor does not report which a read from a write
 * @param address what the guest has accessed, as far as the processor tells; otherwise the watchpoint's
 */
public record WatchHit(Watchpoint watchpoint, WatchedAccess access, long address) {}
