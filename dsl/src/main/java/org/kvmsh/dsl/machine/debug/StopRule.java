package org.kvmsh.dsl.machine.debug;

import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.NamedArguments;

/** The rule by which a breakpoint or watchpoint that a vCPU has reached ends the run. Guarded by the handlers' lock. */
final class StopRule {
    private final String word;
    private final VcpuCondition condition;
    private long ignored;

    /**
     * A rule.
     *
     * @param word that sets it, for messages
     * @param condition null for none
     * @param ignored how often it does not end the run while the condition holds, before it does
     */
    StopRule(String word, VcpuCondition condition, long ignored) {
        this.word = word;
        this.condition = condition;
        this.ignored = ignored;
    }

    boolean stops(VcpuEngine vcpu) throws Exception {
        if (condition != null && !holds(condition.holds(vcpu))) {
            return false;
        }
        if (ignored > 0) {
            ignored--;
            return false;
        }
        return true;
    }

    /** Behind a point's line: that it has a condition, and how often it does not end the run. */
    String told() {
        return (condition == null ? "" : ", conditional")
                + (ignored == 0
                        ? ""
                        : ignored == 1 ? ", the next hit is ignored" : ", the next " + ignored + " hits are ignored");
    }

    /** {@code ignore:} of the word that sets it. */
    static long ignored(NamedArguments named) {
        return named.get("ignore") == null
                ? 0
                : Bits64.of(named.get("ignore"), "ignore:", 0, Long.MAX_VALUE, Site.UNKNOWN);
    }

    private boolean holds(Object met) {
        if (met instanceof Boolean holds) {
            return holds;
        }
        throw new ScriptError(
                Site.UNKNOWN,
                "the condition of a " + word + " must be true or false, not " + ValueInWords.of(met),
                "try: m." + word + "(at: 0x1003) { it.regs.rax > 3 }");
    }
}
