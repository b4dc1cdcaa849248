package org.kvmsh.dsl.machine.debug;

import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.debug.Watchpoint;

/**
 * A watchpoint that a script has set.
 *
 * @param number its number in messages
 * @param rule when it ends a run
 */
record SetWatchpoint(int number, Watchpoint watchpoint, StopRule rule) {
    /** The value that a script sees. */
    DebugPoint point(SymbolNames names) {
        long at = watchpoint.address();
        return new DebugPoint(
                "watchpoint",
                number,
                at,
                true,
                "watchpoint " + number + " at " + names.place(at) + ": " + Long.toUnsignedString(watchpoint.size())
                        + (watchpoint.size() == 1 ? " byte, " : " bytes, ")
                        + watchpoint.access().word() + rule.told());
    }
}
