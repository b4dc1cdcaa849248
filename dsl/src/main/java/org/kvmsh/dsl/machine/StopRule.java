package org.kvmsh.dsl.machine;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** When a breakpoint or watchpoint that a vCPU has reached ends the run. Guarded by the handlers' lock. */
final class StopRule {
    private final StopCondition condition;
    private long ignored;

    /**
     * A rule.
     *
     * @param condition null for none
     * @param ignored   how often it does not end the run while the condition holds, before it does
     */
    StopRule(StopCondition condition, long ignored) {
        this.condition = condition;
        this.ignored = ignored;
    }

    boolean stops(MachineVcpu vcpu) throws Exception {
        if (condition != null && !holds(condition.holds(vcpu))) {
            return false;
        }
        if (ignored > 0) {
            ignored--;
            return false;
        }
        return true;
    }

    private static boolean holds(Object met) {
        if (met instanceof Boolean holds) {
            return holds;
        }
        throw new ScriptError(Site.UNKNOWN, "the condition of a breakpoint must be true or false, not " + ValueInWords.of(met), "try: m.breakpoint(at: 0x1003) { it.regs.rax > 3 }");
    }
}
