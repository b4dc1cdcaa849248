package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.dryrun.DryRunKernel;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/** A plan's steps made on a kernel that makes nothing and follows KVM's rules: a call that breaks one is refused before any is made. */
final class DryRun {
    private DryRun() { }

    static void check(List<Step> steps, HostFacts host) {
        DryRunKernel kernel = DryRunKernel.followingRules(host.abi(), host);
        Board board = Board.onPaper(host.boardName(), BoardKind.MODEL, null, "dry run", kernel);
        try (Bringup made = new Bringup(board)) {
            for (Step step : steps) {
                kernel.assume(step.expected());
                perform(step, made);
            }
        }
    }

    private static void perform(Step step, Bringup made) {
        try {
            step.perform(made);
        } catch (KvmException e) {
            if (e.refusal() == null) {
                throw e;
            }
            throw refused(step, e.refusal());
        }
    }

    private static ScriptError refused(Step step, Refusal refusal) {
        return new ScriptError(step.site(), refusal.call() + " on " + refusal.on().phrase() + " would give " + Errno.describe(refusal.errno()), refusal.details().toArray(String[]::new)).planned(refusal);
    }
}
