package org.kvmsh.dsl.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.dsl.machine.debug.DebugPoints;
import org.kvmsh.dsl.machine.debug.VcpuCondition;
import org.kvmsh.dsl.machine.gdb.GdbServer;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that stop its guest at an address, or take it back to where a condition became true. */
public interface BreakpointWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "set a breakpoint at a symbol ('main'), a line ('x.c:12') or an address (at: ADDRESS),"
                    + " or remove one (remove:); uses debug registers or, with software: true, an instruction"
                    + " in guest memory. A block, if given, is called with the vCPU; the guest stops only if"
                    + " it returns true. ignore: N ignores the first N hits; once: true removes it after its"
                    + " first stop; log: 'rax rcx' prints these registers at each hit, and the guest"
                    + " continues; disable: and enable: switch a breakpoint off and on",
            example = "m.breakpoint at: 0x1003",
            named = {"at", "remove", "disable", "enable", "software", "ignore", "once", "log"})
    default void breakpoint(Map<String, ?> arguments) {
        actedOn().machineParts().breakpoint(arguments, null);
    }

    /** {@code m.breakpoint(at: 0x1003) { it.regs.rax > 3 }}. */
    default void breakpoint(Map<String, ?> arguments, StopCondition condition) {
        actedOn().machineParts().breakpoint(arguments, of(condition));
    }

    /** {@code m.breakpoint 'main'}. */
    default void breakpoint(String place) {
        breakpoint(place, null);
    }

    /** {@code m.breakpoint('main') { it.regs.rax > 3 }}. */
    default void breakpoint(String place, StopCondition condition) {
        breakpoint(Map.of(), place, condition);
    }

    /** {@code m.breakpoint 'main', software: true}. */
    default void breakpoint(Map<String, ?> arguments, String place) {
        breakpoint(arguments, place, null);
    }

    /** {@code m.breakpoint('main', ignore: 2) { it.regs.rax > 3 }}. */
    default void breakpoint(Map<String, ?> arguments, String place, StopCondition condition) {
        Map<String, Object> whole = new LinkedHashMap<>(Map.of("at", place));
        whole.putAll(arguments);
        if (whole.get("at") != place || Stream.of("remove", "disable", "enable").anyMatch(whole::containsKey)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "breakpoint takes only one of '" + place + "', at:, remove:, disable: and enable:",
                    "try: m.breakpoint 'main'");
        }
        breakpoint(whole, condition);
    }

    @Word(
            value = "set a watchpoint (at: ADDRESS) or remove one (remove: ADDRESS): a run ends after an"
                    + " access to the watched bytes. size: is the number of bytes to watch (default 4);"
                    + " access: is 'write' (default), 'read' or 'access' (either). A block, if given, is"
                    + " called with the vCPU; the run ends only if the block returns true. ignore: N ignores"
                    + " the first N hits",
            example = "m.watchpoint at: 0x2000, size: 4",
            named = {"at", "size", "access", "remove", "ignore"})
    default void watchpoint(Map<String, ?> arguments) {
        watchpoint(arguments, null);
    }

    /** {@code m.watchpoint(at: 0x2000) { it.regs.rax > 3 }}. */
    default void watchpoint(Map<String, ?> arguments, StopCondition condition) {
        actedOn().machineParts().watchpoint(arguments, of(condition));
    }

    @Word(
            value = "the breakpoints and watchpoints of this machine; for the handlers of on(debug: …), see memmap",
            example = "m.breakpoints.all[0].address")
    default DebugPoints getBreakpoints() {
        return actedOn().machineParts().breakpoints();
    }

    @Word(
            value = "take a recorded guest back to the last point at which a block's result became true: the"
                    + " block is called after each exit to find the two exits between which that happened,"
                    + " then after each instruction between them",
            example = "m.when { mem(0x2000, 4).u32(0) == 6 }",
            js = "m.when(() => m.mem(0x2000, 4).u32(0) == 6)")
    default String when(StopCondition condition) {
        return actedOn()
                .machineParts()
                .recording()
                .wentWhen(() -> condition.holds(
                        MachineVcpu.of(actedOn().machineParts().firstVcpu().vcpu())));
    }

    @Word(
            value = "serve gdb on a loopback port of this host until gdb detaches; 0 selects a free port."
                    + " Prints the command to type in gdb, and waits for one gdb to connect; within: limits"
                    + " that wait (default 10 minutes). vCPU 0 is gdb's thread 1. The guest runs while gdb"
                    + " continues or steps it, and its exits go to the handlers",
            example = "m.gdb 1234",
            named = "within")
    default void gdb(Number port) {
        gdb(Map.of(), port);
    }

    /** {@code m.gdb 1234, within: 60.s}. */
    default void gdb(Map<String, ?> arguments, Number port) {
        GdbServer.serve(actedOn().machineParts(), port, arguments);
    }

    private static VcpuCondition of(StopCondition condition) {
        return condition == null ? null : reached -> condition.holds(MachineVcpu.of(reached.vcpu()));
    }
}
