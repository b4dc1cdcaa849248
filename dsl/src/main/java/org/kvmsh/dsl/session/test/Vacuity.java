package org.kvmsh.dsl.session.test;

import java.util.function.Supplier;
import org.kvmsh.bindings.check.Operand;
import org.kvmsh.bindings.check.SecondCall;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.RuleComparison;
import org.kvmsh.dsl.inspect.RefusalCount;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Looks for expected refusals that prove nothing: the last refused call of an {@code expect(errno:)} is made again with
 * arguments that break no rule, and must not get the same errno each time.
 */
public final class Vacuity {
    private final TestedSession session;
    private RefusalCount ofTest = RefusalCount.NONE;
    private boolean taken;
    private boolean isMaking;
    private SecondCall.Answer last;

    Vacuity(TestedSession session) {
        this.session = session;
    }

    void testBegins() {
        ofTest = RefusalCount.NONE;
        taken = false;
    }

    /** The count of the test that ended; null if it expected no refusal. */
    RefusalCount testEnded() {
        return ofTest.equals(RefusalCount.NONE) ? null : ofTest;
    }

    /** Whether a second call of the test was taken: the rest of the test may find what it does not expect. */
    boolean hasTaken() {
        return taken && ofTest.same() == 0;
    }

    /** Runs the block of an expected refusal. */
    public <T> T during(Supplier<T> block) {
        RuleComparison comparison = session.board().kvm().comparison();
        last = null;
        comparison.watch(session.host(), this::again);
        try {
            return block.get();
        } finally {
            comparison.watchNoMore();
        }
    }

    private void again(KvmFile on, String call, long value, Region before, int errno, Region... reached) {
        if (isMaking) {
            return;
        }
        isMaking = true;
        try {
            // It stays until the board is closed: a memslot may be made of it.
            last = SecondCall.make(on, call, value, before, errno, on.allocate(Operand.Address.ALL), reached);
            taken |= last.taken();
        } finally {
            isMaking = false;
        }
    }

    /** The refusal was as expected: throws if it proves nothing. */
    public void judge(Site site) {
        SecondCall.Answer answer = last;
        SecondCall.Got got = answer == null ? SecondCall.Got.NOT_MADE : answer.got();
        ofTest = ofTest.and(
                switch (got) {
                    case OTHERWISE -> new RefusalCount(1, 0, 0);
                    case THE_SAME -> new RefusalCount(0, 1, 0);
                    case NOT_MADE -> new RefusalCount(0, 0, 1);
                });
        if (got == SecondCall.Got.THE_SAME) {
            throw new ScriptError(
                    site,
                    "this expectation proves nothing: " + answer.call() + " fails with " + Errno.name(answer.errno())
                            + " even with arguments that break no rule",
                    "last arguments tried: " + answer.argument());
        }
    }
}
