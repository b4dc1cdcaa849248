package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.Locale;

/**
 * How a run ended.
 *
 * @param name   the kernel's name of the last exit, in small letters; the reason's where the run ended otherwise
 * @param vcpu   the vCPU that ended it
 * @param detail the last exit in words; empty where the run ended for its time or on request
 * @param exits  how many exits the run took, those that handlers answered included
 */
public record Outcome(ExitReason exit, String name, int vcpu, String detail, long exits, Duration took) {
    @Override public String toString() {
        String why = detail.isEmpty() ? exit.toString() : detail;
        return why + " after " + exits + (exits == 1 ? " exit" : " exits") + " in "
                + String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6);
    }
}
