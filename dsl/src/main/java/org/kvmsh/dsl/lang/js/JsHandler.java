package org.kvmsh.dsl.lang.js;

import java.util.function.Function;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.Handler;

/** A function as what is done at an exit, on the script's own thread wherever the exit comes. */
final class JsHandler implements Handler {
    private final Value function;
    private final ScriptThread thread;
    private final ValueConverter crossing;
    /** Reused views are wrapped once: all exits except those of IO, MMIO and PAPR's hypercalls. */
    private Exit seen;

    private Object visible;
    /** One object for all exits. */
    private final Function<Exit, Object> answering = this::answer;

    JsHandler(Value function, ScriptThread thread, ValueConverter crossing) {
        this.function = function;
        this.thread = thread;
        this.crossing = crossing;
        crossing.deferred().refuseFunction(function);
    }

    @Override
    public Object handle(Exit exit) {
        return thread.isHere() ? thread.whileGuestWaits(answering, exit) : thread.call(() -> answer(exit));
    }

    /** Calls the function on the script's thread. What it answers is looked at only where somebody waits for it. */
    private Object answer(Exit exit) {
        if (exit != seen) {
            visible = crossing.object(exit);
            seen = exit;
        }
        if (exit.waits() == Exit.Waits.FOR_NOTHING) {
            crossing.deferred().returned(function, function.execute(visible));
            return null;
        }
        return crossing.in(crossing.deferred().returned(function, function.execute(visible)));
    }
}
