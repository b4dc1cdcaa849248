package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.call.ProposalCall;
import org.kvmsh.dsl.call.ProposalFailed;

/** A function as what a proposal answers, on the script's own thread wherever its ioctl comes. */
final class JsProposal implements ProposalBody {
    private final Value function;
    private final ScriptThread thread;
    private final ValueConverter crossing;

    JsProposal(Value function, ScriptThread thread, ValueConverter crossing) {
        this.function = function;
        this.thread = thread;
        this.crossing = crossing;
        crossing.deferred().refuseFunction(function);
    }

    @Override
    public Object answer(ProposalCall call) {
        try {
            return thread.call(() -> crossing.in(crossing.deferred().call(function, crossing.out(call))));
        } catch (PolyglotException e) {
            throw e.isInterrupted() ? e : new ProposalFailed(call.nameOfIoctl(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Object emptyState() {
        return crossing.newObject();
    }
}
