package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.StopCondition;

/** A function as the condition of a breakpoint, on the script's own thread whichever vCPU is there. */
final class JsStopCondition implements StopCondition {
    private final Value function;
    private final ScriptThread thread;
    private final ValueConverter crossing;

    JsStopCondition(Value function, ScriptThread thread, ValueConverter crossing) {
        this.function = function;
        this.thread = thread;
        this.crossing = crossing;
        crossing.deferred().refuseFunction(function);
    }

    @Override
    public Object holds(MachineVcpu vcpu) {
        try {
            return thread.call(() -> crossing.in(crossing.deferred().call(function, crossing.out(vcpu))));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
