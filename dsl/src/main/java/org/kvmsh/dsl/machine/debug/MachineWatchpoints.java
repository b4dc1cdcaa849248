package org.kvmsh.dsl.machine.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.kvmsh.bindings.debug.WatchedAccess;
import org.kvmsh.bindings.debug.Watchpoint;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** The watchpoints of a machine, which all of its vCPUs have. */
final class MachineWatchpoints {
    private static final long USUAL_SIZE = 4;

    private final DebugMeans means;
    private final Consumer<String> aside;
    private final Map<Long, SetWatchpoint> set = new ConcurrentSkipListMap<>(Long::compareUnsigned);
    private int last;

    /** @param aside takes what is not known about the board */
    MachineWatchpoints(DebugMeans means, Consumer<String> aside) {
        this.means = means;
        this.aside = aside;
    }

    /**
     * {@code m.watchpoint}.
     *
     * @param inProcessor the breakpoints that the processor watches for
     * @param names the address of a name
     */
    void change(
            Map<String, ?> arguments, VcpuCondition condition, List<Long> inProcessor, ToLongFunction<Object> names) {
        Map<String, Object> resolved = new LinkedHashMap<>(arguments);
        resolved.replaceAll((argument, value) -> value instanceof CharSequence && !argument.equals("access")
                ? (Object) names.applyAsLong(value)
                : value);
        NamedArguments named = new NamedArguments(
                "watchpoint",
                List.of("at", "size", "access", "remove", "ignore"),
                "m.watchpoint at: 0x2000, size: 4",
                resolved,
                Site.UNKNOWN);
        Long remove = named.longOrNull("remove");
        if (remove == null) {
            add(asked(named), new StopRule("watchpoint", condition, StopRule.ignored(named)), inProcessor);
        } else if (set.remove(remove) == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "no watchpoint at " + Bits64.hex(remove),
                    "watchpoints: " + (set.isEmpty() ? "none" : addresses()));
        }
    }

    private static Watchpoint asked(NamedArguments named) {
        Object said = named.get("access");
        WatchedAccess access = said == null ? WatchedAccess.WRITE : WatchedAccess.of(said);
        if (access == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "access: must be 'read', 'write' or 'access', not '" + said + "'",
                    "'access' stops at reads and writes");
        }
        return new Watchpoint(
                named.required("at"), named.get("size") == null ? USUAL_SIZE : named.required("size"), access);
    }

    private void add(Watchpoint wanted, StopRule rule, List<Long> inProcessor) {
        means.checkWatchpoints(Site.UNKNOWN);
        String broken = means.kind().brokenBy(wanted);
        if (broken != null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "cannot set a watchpoint on " + Long.toUnsignedString(wanted.size()) + " bytes at "
                            + Bits64.hex(wanted.address()) + ", access: '"
                            + wanted.access().word() + "'",
                    broken);
        }
        SetWatchpoint before = set.get(wanted.address());
        if (before == null) {
            checkNumber(inProcessor);
        }
        set.put(wanted.address(), new SetWatchpoint(before == null ? ++last : before.number(), wanted, rule));
        String note = means.noteOfWatchpoints();
        if (!note.isEmpty()) {
            aside.accept("watchpoint at " + Bits64.hex(wanted.address()) + ": " + note);
        }
    }

    private void checkNumber(List<Long> inProcessor) {
        int most = means.watchpoints();
        List<String> breakpoints = means.kind().sharesRegisters()
                ? inProcessor.stream().map(Bits64::hex).toList()
                : List.of();
        if (set.size() + breakpoints.size() >= most) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "this board has " + most
                            + (means.kind().sharesRegisters()
                                    ? " debug registers for breakpoints and watchpoints"
                                    : " watchpoints")
                            + ", all in use: " + inUse(breakpoints),
                    set.isEmpty()
                            ? "remove a breakpoint: m.breakpoint remove: " + breakpoints.get(0)
                            : "remove one: m.watchpoint remove: "
                                    + Bits64.hex(set.keySet().iterator().next()));
        }
    }

    /** {@code breakpoints 0x1003, watchpoints 0x2000}. */
    String inUse(List<String> breakpoints) {
        List<String> parts = new ArrayList<>();
        if (!breakpoints.isEmpty()) {
            parts.add("breakpoints " + String.join(", ", breakpoints));
        }
        if (!set.isEmpty()) {
            parts.add("watchpoints " + addresses());
        }
        return String.join(", ", parts);
    }

    private String addresses() {
        return String.join(", ", set.keySet().stream().map(Bits64::hex).toList());
    }

    /** The number of breakpoint registers that they use. */
    int inBreakpointRegisters() {
        return means.kind().sharesRegisters() ? set.size() : 0;
    }

    List<SetWatchpoint> all() {
        return List.copyOf(set.values());
    }
}
