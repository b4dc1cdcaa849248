package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.ProposalFailed;

/** A function as what a proposal answers, on the script's own thread wherever its ioctl comes. */
final class JsProposal implements ProposalBody {
    private final ScriptFunction function;
    private final ValueConverter crossing;

    JsProposal(Value function, ValueConverter crossing) {
        this.function = new ScriptFunction(function, crossing);
        this.crossing = crossing;
    }

    @Override
    public Object answer(ProposalCall call) {
        try {
            return function.call(call);
        } catch (PolyglotException e) {
            throw e.isInterrupted() ? e : new ProposalFailed(call.nameOfIoctl(), e);
        }
    }

    @Override
    public Object emptyState() {
        return crossing.newObject();
    }
}
