package org.kvmsh.dsl.session.call;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.bindings.kvm.UnfollowedRule;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A rule that a board did not follow.
 *
 * @param board the board's name with its kind
 * @param site position of the call in the script
 * @param rule the call and the rules that it breaks; null if kvmsh has refused more than one call
 * @param plan what the planner would have refused; null if it is a rule of one call
 */
public record RuleNote(String board, Site site, UnfollowedRule rule, ScriptError plan) {
    static RuleNote ofCall(String board, Site site, UnfollowedRule rule) {
        return new RuleNote(board, site, rule, null);
    }

    static RuleNote ofPlan(String board, ScriptError plan) {
        return new RuleNote(board, plan.site(), null, plan);
    }

    /** The result, the argument and the rules, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String place = "note: " + (site.line() == 0 ? "" : site + ": ") + board;
        if (rule == null) {
            lines.add(place + " accepted every call of this vm { }; kvmsh would have rejected the block: "
                    + plan.getMessage());
            return lines;
        }
        String call = rule.call() + " on " + rule.on().phrase();
        lines.add(place
                + (rule.errno() == 0
                        ? " accepted " + call + ", although it breaks a rule"
                        : " refused " + call + " with " + Errno.describe(rule.errno())
                                + ", but the rule gives another errno"));
        if (!rule.argument().isEmpty()) {
            lines.add("  " + Refusal.ARGUMENT + rule.argument());
        }
        rule.broken().forEach(violation -> lines.add("  rule: " + violation.withErrnos()));
        return lines;
    }

    /** Whether it has the same content for the same position. */
    boolean isSame(RuleNote other) {
        return lines().get(0).equals(other.lines().get(0))
                && (rule == null
                        || other.rule() != null
                                && rule.broken()
                                        .get(0)
                                        .rule()
                                        .equals(other.rule.broken().get(0).rule()));
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
