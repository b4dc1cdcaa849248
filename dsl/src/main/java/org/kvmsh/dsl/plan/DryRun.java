package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.dryrun.DryRunKernel;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/**
 * A plan's steps executed on a kernel that creates nothing and checks KVM's rules: a call that breaks one is refused
 * before any is made.
 */
final class DryRun {
    private DryRun() {}

    /** The limit of steps before a refused one that are tried without each other. */
    private static final int MOST_TRIED = 64;

    /**
     * Steps that are added to a VM.
     *
     * @param made the steps that created it
     * @param slots its current memslots: a script may have changed what the steps created
     */
    static void check(List<Step> made, Map<Long, VmState.Slot> slots, List<Step> steps, HostFacts host) {
        Refused refused = steps.isEmpty()
                ? null
                : make(steps, host, bringup -> {
                    made.forEach(step -> again(step, bringup));
                    replaceSlots(bringup.vm(), slots);
                });
        if (refused != null) {
            throw refused.inWords(steps.get(refused.number()), null);
        }
    }

    /** A step that a kernel accepted whatever kvmsh's rules are. */
    private static void again(Step step, Bringup made) {
        try {
            step.perform(made);
        } catch (KvmException e) {
            if (e.refusal() == null) {
                throw e;
            }
        } catch (ScriptError e) {
            // It concerns memory set by a call of the script.
        }
    }

    private static void replaceSlots(Vm vm, Map<Long, VmState.Slot> slots) {
        Map.copyOf(vm.slots())
                .forEach((number, slot) ->
                        vm.setUserMemoryRegion(number.intValue(), slot.flags(), slot.start(), 0, slot.address()));
        slots.forEach((number, slot) ->
                vm.setUserMemoryRegion(number.intValue(), slot.flags(), slot.start(), slot.size(), slot.address()));
    }

    static void check(List<Step> steps, HostFacts host) {
        if (host.wereChecked(steps)) {
            return;
        }
        Refused refused = make(steps, host);
        if (refused != null) {
            Step cause = cause(steps, refused.number(), host);
            throw refused.inWords(steps.get(refused.number()), cause);
        }
        host.keepChecked(steps);
    }

    /**
     * The result of the dry run.
     *
     * @param number of the step that is refused
     * @param what the call and its errno
     * @param notes the argument and the rule
     * @param advice a suggestion; may be empty
     * @param refusal the call's; null if KVM_RUN would be refused later
     */
    private record Refused(int number, String what, List<String> notes, String advice, Refusal refusal) {
        ScriptError inWords(Step step, Step cause) {
            List<String> all = new ArrayList<>(notes);
            if (cause != null) {
                all.add("conflicts with " + cause.text() + ", at " + cause.site());
            }
            if (!advice.isEmpty()) {
                all.add(advice);
            }
            ScriptError error = new ScriptError(step.site(), what, all.toArray(String[]::new));
            return refusal == null ? error : error.planned(refusal);
        }
    }

    /** @return null if no step is refused */
    private static Refused make(List<Step> steps, HostFacts host) {
        return make(steps, host, nothing -> {});
    }

    private static Refused make(List<Step> steps, HostFacts host, Consumer<Bringup> before) {
        DryRunKernel kernel = DryRunKernel.followingRules(host.abi(), host);
        Board board = Board.onPaper(host.boardName(), BoardKind.MODEL, null, "dry run", kernel);
        try (Bringup made = new Bringup(board)) {
            before.accept(made);
            for (int i = 0; i < steps.size(); i++) {
                kernel.assume(steps.get(i).expected());
                Refused refused = perform(i, steps.get(i), made, kernel);
                if (refused != null) {
                    return refused;
                }
            }
        }
        return null;
    }

    private static Refused perform(int number, Step step, Bringup made, DryRunKernel kernel) {
        try {
            step.perform(made);
        } catch (KvmException e) {
            if (e.refusal() == null) {
                throw e;
            }
            return refused(number, kernel, e.refusal(), step, made);
        }
        Violation deadEnd = kernel.deadEnd();
        return deadEnd == null
                ? null
                : new Refused(
                        number,
                        "KVM_RUN on " + FdKind.VCPU.phrase() + " would fail with "
                                + Errno.describe(deadEnd.rule().errnos().get(0).number()),
                        List.of("rule: " + deadEnd),
                        "",
                        null);
    }

    /**
     * The one earlier step without which a step is accepted; null for none or several. A step at the same position is
     * not reported.
     */
    private static Step cause(List<Step> steps, int refused, HostFacts host) {
        Step cause = null;
        String place = steps.get(refused).site().toString();
        for (int i = 1; i < refused && refused <= MOST_TRIED; i++) {
            List<Step> without = new ArrayList<>(steps.subList(0, refused + 1));
            if (!without.remove(i).site().toString().equals(place) && isTaken(without, host)) {
                if (cause != null) {
                    return null;
                }
                cause = steps.get(i);
            }
        }
        return cause;
    }

    private static boolean isTaken(List<Step> steps, HostFacts host) {
        try {
            return make(steps, host) == null;
        } catch (RuntimeException e) {
            // A step needs the one that was left out.
            return false;
        }
    }

    private static Refused refused(int number, DryRunKernel kernel, Refusal refusal, Step step, Bringup made) {
        // The advice may be tried, which changes what the details are about.
        List<String> details =
                refusal.details().stream().map(kernel::withoutAddresses).toList();
        return new Refused(
                number,
                refusal.call() + " on " + refusal.on().phrase() + " would fail with " + Errno.describe(refusal.errno()),
                details,
                step.advice(made),
                refusal);
    }
}
