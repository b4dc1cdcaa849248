package org.kvmsh.dsl.call;

import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.proposal.Asked;
import org.kvmsh.bindings.proposal.Proposal;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** An ioctl that is defined by a patch and implemented by a script. */
public final class ScriptedProposal implements Proposal {
    /** MAX_ERRNO of include/linux/err.h: below it a negative answer is no errno. */
    private static final int MOST_ERRNO = 4095;

    private final Ioctl defined;
    private final Abi abi;
    private final ProposalBody body;
    private final Site site;
    private final Consumer<AutoCloseable> keeper;
    private final Object ofNoVm;

    /**
     * @param abi has the ioctl
     * @param site where the proposal is
     * @param keeper takes what its calls make
     */
    public ScriptedProposal(Ioctl defined, Abi abi, ProposalBody body, Site site, Consumer<AutoCloseable> keeper) {
        this.defined = defined;
        this.abi = abi;
        this.body = body;
        this.site = site;
        this.keeper = keeper;
        this.ofNoVm = body.emptyState();
    }

    @Override
    public String ioctl() {
        return defined.name();
    }

    @Override
    public Abi over(Abi below) {
        return abi;
    }

    /** The capability that the patch announces the ioctl with, where it names one. */
    @Override
    public Integer capability(Abi headers, long number) {
        return headers.hasConstant(defined.capability()) && headers.constant(defined.capability()) == number ? 1 : null;
    }

    @Override
    public boolean canBeTried() {
        return false;
    }

    @Override
    public int answer(Asked asked) {
        if (asked.struct() != null && asked.argument() == null) {
            return Errno.EFAULT.negative();
        }
        Object state = asked.vm() == null ? ofNoVm : asked.vm().state(this, body::emptyState);
        return number(body.answer(new ProposalCall(asked, state, keeper)));
    }

    private int number(Object answer) {
        if (answer == null) {
            return 0;
        }
        if (answer instanceof Number number
                && number.doubleValue() == number.longValue()
                && number.longValue() >= -MOST_ERRNO
                && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new ScriptError(
                site,
                "the proposal for " + defined + " returned "
                        + (answer instanceof Errno errno ? errno : "'" + answer + "'")
                        + "; it must return 0 or more, or a negative errno",
                answer instanceof Errno errno
                        ? "try: -" + errno
                        : "return 0 for success, as the last line of the block");
    }
}
