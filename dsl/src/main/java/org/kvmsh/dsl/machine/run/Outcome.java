package org.kvmsh.dsl.machine.run;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.json.FactsJson;
import org.kvmsh.dsl.machine.debug.BreakpointHit;
import org.kvmsh.dsl.machine.debug.DebugHit;
import org.kvmsh.dsl.machine.debug.WatchpointHit;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.stop.StopReport;
import org.kvmsh.dsl.machine.vcpu.HasRegisters;
import org.kvmsh.dsl.machine.vcpu.RegisterValues;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.text.MarkedListing;

/** The outcome of a run. Any use of it counts as inspecting the run's end, which {@link UnreadOutcomes} records. */
public final class Outcome extends HasRegisters implements Fitting {
    private final ExitKind exit;
    private final String name;
    private final int vcpu;
    private final String detail;
    private final String next;
    private final long taken;
    private final Duration took;
    private final Long code;
    private final DebugHit hit;
    private final boolean met;
    private final StopReport stop;
    private volatile Site site = Site.UNKNOWN;
    /** Null for nothing. */
    private volatile Supplier<String> printed;

    private volatile boolean read;

    /**
     * @param name the kernel's name of the last exit, in small letters; the reason's where the run ended otherwise
     * @param vcpu the vCPU that ended it
     * @param detail the last exit in words; empty if the run ended at its time limit or on request
     * @param next after a run of steps, the next instruction; null otherwise
     * @param taken how many exits the run took, including those answered by handlers
     * @param code the value written to a debug-exit port to end the run; null otherwise
     * @param hit the breakpoint or watchpoint that ended it
     * @param met whether it ended as requested
     * @param stop the registers, the code and the last exits at an unexpected end, or if the guest is debugged
     */
    Outcome(
            ExitKind exit,
            String name,
            int vcpu,
            String detail,
            String next,
            long taken,
            Duration took,
            Long code,
            DebugHit hit,
            boolean met,
            StopReport stop) {
        this.exit = exit;
        this.name = name;
        this.vcpu = vcpu;
        this.detail = detail;
        this.next = next;
        this.taken = taken;
        this.took = took;
        this.code = code;
        this.hit = hit;
        this.met = met;
        this.stop = stop;
    }

    /** The reason for the end. */
    public ExitKind exit() {
        read = true;
        return exit;
    }

    public ExitKind getExit() {
        return exit();
    }

    /** The kernel's name of the last exit, in small letters; the reason's where the run ended otherwise. */
    public String name() {
        read = true;
        return name;
    }

    public String getName() {
        return name();
    }

    /** The vCPU that ended it. */
    public int vcpu() {
        read = true;
        return vcpu;
    }

    public int getVcpu() {
        return vcpu();
    }

    /** The last exit in words; empty if the run ended for its time or on request. */
    public String detail() {
        read = true;
        return next == null ? detail : detail + next;
    }

    public String getDetail() {
        return detail();
    }

    /** The duration of the run. */
    public Duration took() {
        read = true;
        return took;
    }

    public Duration getTook() {
        return took();
    }

    /** The value that the guest wrote to a debug-exit port to end the run; null if it did not. */
    public Long code() {
        read = true;
        return code;
    }

    public Long getCode() {
        return code();
    }

    /** The breakpoint that ended it; null if none did. */
    public BreakpointHit breakpoint() {
        read = true;
        return hit.breakpoint();
    }

    public BreakpointHit getBreakpoint() {
        return breakpoint();
    }

    /** The watchpoint that ended it, with the access; null if none did. */
    public WatchpointHit watchpoint() {
        read = true;
        return hit.watchpoint();
    }

    public WatchpointHit getWatchpoint() {
        return watchpoint();
    }

    /** The registers, the code and the last exits at an unexpected end; otherwise empty. */
    public String report() {
        read = true;
        return stop.text(USUAL_COLUMNS);
    }

    public String getReport() {
        return report();
    }

    /** The registers where the run has ended. */
    @Override
    protected RegisterValues values() {
        read = true;
        RegisterValues registers = stop.registers();
        if (registers == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the registers of this outcome are not known: kvmsh saves registers only if the run ends"
                            + " unexpectedly, or if the outcome of a breakpoint or step is printed before the guest"
                            + " continues",
                    "to keep a copy of the registers at any stop: def before = m.regs.copy");
        }
        return registers;
    }

    /** The number of exits that the run took, those that handlers answered included. */
    public long exits() {
        read = true;
        return taken;
    }

    /** The same for a script of Groovy's, where a long is 64 bits of the guest's and prints in hex. */
    public Number getExits() {
        read = true;
        return taken == (int) taken ? (Number) (int) taken : (Number) taken;
    }

    public long taken() {
        return exits();
    }

    public Long getTaken() {
        return exits();
    }

    /**
     * What the guest wrote to its console during the run, unless somebody who typed saw it at once: that of a run in
     * the background is empty.
     */
    public String printed() {
        return printed == null ? "" : printed.get();
    }

    /** Sets what the guest wrote. */
    Outcome printing(Supplier<String> text) {
        printed = text;
        return this;
    }

    /** The outcome, in a line. */
    public String line() {
        read = true;
        return inWords();
    }

    /** The same without counting as an inspection. */
    public String inWords() {
        String time = String.format(Locale.ROOT, " in %.1f ms", took.toNanos() / 1e6);
        return next != null
                ? detail + time + next
                : (detail.isEmpty() ? exit.toString() : detail) + " after " + taken + (taken == 1 ? " exit" : " exits")
                        + time;
    }

    /** Whether Ctrl-C, or a call of stop, ended it. */
    public boolean isStopped() {
        return exit == ExitReason.STOPPED;
    }

    /** Whether the end is unexpected: {@code until:} did not name it, and it is not a normal end of guests. */
    public boolean isUnasked() {
        return stop.isUnasked();
    }

    /** Whether it was asked anything. */
    boolean isRead() {
        return read;
    }

    /** Whether it ended as it was to. */
    boolean isMet() {
        return met;
    }

    /** In the form of {@code until:}. */
    String asWish() {
        return exit == ExitReason.UNKNOWN ? "KVM_EXIT_" + name.toUpperCase(Locale.ROOT) : exit.toString();
    }

    String unreadReport() {
        return stop.text(USUAL_COLUMNS);
    }

    /** Its position in the script. */
    Site site() {
        return site;
    }

    /** Sets the position of the run in the script, unless it is known. */
    public Outcome at(Site place) {
        if (site.line() == 0) {
            site = place;
        }
        return this;
    }

    /** The same as JSON text. */
    public String getJson() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("exit", exit().toString());
        facts.put("vcpu", vcpu);
        facts.put("detail", detail());
        facts.put("exits", BigInteger.valueOf(taken));
        facts.put("ms", took.toNanos() / 1e6);
        facts.put("code", code);
        facts.put("breakpoint", hit.breakpoint());
        facts.put("watchpoint", hit.watchpoint());
        facts.put("line", inWords());
        facts.put("report", stop.text(USUAL_COLUMNS));
        return FactsJson.of(facts);
    }

    @Override
    public String text(int columns) {
        String report = stop.text(columns);
        return line() + (report.isEmpty() ? "" : "\n" + report);
    }

    @Override
    public List<MarkedLine> marked(int columns) {
        return MarkedListing.of(text(columns));
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
