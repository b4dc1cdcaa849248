package org.kvmsh.bindings.kvm;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.AbsentIoctls;
import org.kvmsh.bindings.kvm.rules.Facts;
import org.kvmsh.bindings.kvm.rules.Request;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.VmMember;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * Compares the answers to calls on a board with the rules that the calls break, while somebody listens: a kernel under
 * test may be right and a rule wrong. KVM_RUN is not compared.
 */
public final class RuleComparison {
    private record Listening(Facts facts, Consumer<UnfollowedRule> listener) {}

    private record Watching(Facts facts, RefusalListener listener) {}

    private volatile Listening listening;
    private volatile Watching watching;

    RuleComparison() {}

    /**
     * Compares each call from now on.
     *
     * @param facts of the board
     * @param listener receives each call whose result contradicts a rule, on the thread that made it
     */
    public void begin(Facts facts, Consumer<UnfollowedRule> listener) {
        listening = new Listening(facts, listener);
    }

    /** Compares no call any more. */
    public void end() {
        listening = null;
    }

    /**
     * Tells of each call that the kernel refuses from now on.
     *
     * @param facts of the board
     * @param listener may make calls of its own
     */
    public void watch(Facts facts, RefusalListener listener) {
        watching = new Watching(facts, listener);
    }

    /** Tells of no refused call any more. */
    public void watchNoMore() {
        watching = null;
    }

    /** Tells of a call that the kernel has refused. */
    void refused(KvmFile on, String call, long value, Region before, int errno, Region... reached) {
        Watching now = watching;
        if (now != null && !CallOrigin.current().isOwn()) {
            now.listener().refused(on, call, value, before, errno, reached);
        }
    }

    private Facts facts() {
        Listening heard = listening;
        Watching watched = watching;
        return heard != null ? heard.facts() : watched == null ? null : watched.facts();
    }

    /** The rules that a call breaks, checked before it is made; empty if nobody listens. */
    List<Violation> broken(CallRequest asked, VmState vm, VmMember part) {
        Facts facts = facts();
        return facts == null || CallOrigin.current().isOwn()
                ? List.of()
                : Rulebook.violations(new Request(asked, vm, part, facts));
    }

    /**
     * Reports a result that none of the rules predicts; a kernel without the ioctl follows none of its rules, and
     * breaks none: its errno is not reported.
     *
     * @param vm the state of the VM before the call
     * @param argument of the call in words, as it was asked
     * @param errno the positive error number; 0 if the kernel took the call
     */
    void answered(CallRequest asked, VmState vm, Supplier<String> argument, List<Violation> broken, int errno) {
        Listening now = listening;
        if (now != null
                && !broken.isEmpty()
                && !isAbsent(asked, vm, errno, now.facts())
                && broken.stream().noneMatch(violation -> violation.rule().gives(errno))) {
            now.listener().accept(new UnfollowedRule(asked.call(), asked.on(), argument.get(), broken, errno));
        }
    }

    private static boolean isAbsent(CallRequest asked, VmState vm, int errno, Facts facts) {
        return errno == Errno.ENOTTY.number() || AbsentIoctls.explains(new Request(asked, vm, facts), errno);
    }
}
