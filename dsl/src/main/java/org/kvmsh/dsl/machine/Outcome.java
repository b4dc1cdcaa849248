package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.Locale;
import org.kvmsh.bindings.kvm.ExitKind;

/**
 * How a run ended.
 *
 * @param name   the kernel's name of the last exit, in small letters; the reason's where the run ended otherwise
 * @param vcpu   the vCPU that ended it
 * @param detail the last exit in words; empty where the run ended for its time or on request
 * @param taken  how many exits the run took, those that handlers answered included
 * @param code   what the guest wrote to a debug-exit port to end the run; null where it did not
 * @param met    whether it ended as it was to
 * @param report the registers, the code and the last exits where the run ended as nobody asked for; else empty
 */
public record Outcome(ExitKind exit, String name, int vcpu, String detail, long taken, Duration took, Long code, boolean met, String report) {
    /** How it ended, in a line. */
    public String line() {
        String why = detail.isEmpty() ? exit.toString() : detail;
        return why + " after " + taken + (taken == 1 ? " exit" : " exits") + " in "
                + String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6);
    }

    /** How many exits the run took, those that handlers answered included. */
    public long exits() {
        return taken;
    }

    /** The same for a script of Groovy's, where a long is 64 bits of the guest's and prints in hex. */
    public Number getExits() {
        return taken == (int) taken ? (Number) (int) taken : (Number) taken;
    }

    @Override public String toString() {
        return line() + (report.isEmpty() ? "" : "\n" + report);
    }
}
