package org.kvmsh.dsl.session.test;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.trace.FollowedCalls;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.inspect.CallLines;
import org.kvmsh.dsl.inspect.SeenExit;
import org.kvmsh.dsl.machine.Machine;

/**
 * The evidence for the result of a test: its calls, what its guests wrote, their last exits, and what the board's
 * kernel logged. Nothing is formatted unless it is asked for, so that it costs a test that passes nothing.
 */
public final class TestEvidence {
    /** Whatever the test is, kvmsh makes these for itself. */
    private static final Set<CallOrigin> OWN =
            EnumSet.of(CallOrigin.OPENING, CallOrigin.PROBING, CallOrigin.EXPLAINING);

    private final TestedSession session;
    private final long before;
    private final List<Machine> machines;
    private final List<String> kernelLog;
    private final boolean running;

    /**
     * The evidence for a test, or for a script outside of its tests.
     *
     * @param before the number of calls before it
     * @param machines those that it used
     * @param kernelLog what the board's kernel logged since it began
     * @param running whether its guests may still run, so that their exits cannot be read
     */
    TestEvidence(TestedSession session, long before, List<Machine> machines, List<String> kernelLog, boolean running) {
        this.session = session;
        this.before = before;
        this.machines = List.copyOf(machines);
        this.kernelLog = List.copyOf(kernelLog);
        this.running = running;
    }

    /** Its calls as a trace, kvmsh's own included; the last ones of many. */
    public TraceFile trace() {
        return session.trace().after(before);
    }

    /** Its calls a line each, and below a refused one the rules behind its errno. */
    public List<String> calls() {
        Abi abi = session.board().kernel().abi();
        TraceFile all = session.trace().after(0);
        FollowedCalls followed = new FollowedCalls(() -> abi, session::host);
        CallLines words = new CallLines();
        List<String> lines = new ArrayList<>();
        long number = all.forgotten();
        for (TracedCall call : all.calls()) {
            List<String> rules = rules(followed, call);
            if (number++ >= before && !OWN.contains(call.origin())) {
                lines.add(words.of(call.call(abi)));
                rules.forEach(rule -> lines.add("          " + rule));
            }
        }
        return lines;
    }

    /** Its first calls, without the rules; any thread may form the lines, later. */
    public Supplier<List<String>> firstCalls(int most) {
        Abi abi = session.board().kernel().abi();
        List<TracedCall> first = trace().calls().stream()
                .filter(call -> !OWN.contains(call.origin()))
                .limit(most)
                .toList();
        return () -> {
            CallLines words = new CallLines();
            return first.stream().map(call -> words.of(call.call(abi))).toList();
        };
    }

    private static List<String> rules(FollowedCalls followed, TracedCall call) {
        try {
            Diagnosis why = CallOrigin.EXPLAINING.during(() -> followed.next(call));
            return why == null ? List.of() : why.lines();
        } catch (BoardLost e) {
            return List.of();
        }
    }

    /** The lines that its guests wrote to their consoles. */
    public List<String> console() {
        return ofMachines(machine -> machine.getConsole().lines().toList());
    }

    /**
     * The last exits of the last run of each of its machines, but for one whose handler does not return: asking for
     * them would wait for it.
     */
    public List<String> exits() {
        return lastExits(Integer.MAX_VALUE).get();
    }

    /** The same, at most so many of each machine; any thread may form the lines, later. */
    public Supplier<List<String>> lastExits(int most) {
        if (running) {
            return List::of;
        }
        List<List<SeenExit>> seen = machines.stream()
                .map(machine -> machine.calledAt() != null || machine.getExits().getTotal() == 0
                        ? List.<SeenExit>of()
                        : machine.getExits().all())
                .toList();
        return () -> numbered(
                seen,
                exits -> exits.stream()
                        .skip(Math.max(0, exits.size() - most))
                        .map(Object::toString)
                        .toList());
    }

    private List<String> ofMachines(Function<Machine, List<String>> told) {
        return numbered(machines, told);
    }

    private static <T> List<String> numbered(List<T> machines, Function<T, List<String>> told) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < machines.size(); i++) {
            List<String> of = told.apply(machines.get(i));
            if (!of.isEmpty() && machines.size() > 1) {
                lines.add("VM " + (i + 1) + " of " + machines.size() + ":");
            }
            lines.addAll(of);
        }
        return lines;
    }

    /** The lines that the board's kernel logged since it began. */
    public List<String> kernelLog() {
        return kernelLog;
    }
}
