package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;

/** A function of a script that kvmsh calls with one value, on the script's own thread whichever thread asks. */
class ScriptFunction {
    private final Value function;
    private final ScriptThread thread;
    private final ValueConverter crossing;

    ScriptFunction(Value function, ValueConverter crossing) {
        this.function = function;
        this.thread = ScriptThread.current();
        this.crossing = crossing;
        crossing.deferred().refuseFunction(function);
    }

    /** Calls it with a value of Java's, and returns one. */
    Object call(Object argument) {
        return thread.call(() -> crossing.in(crossing.deferred().call(function, crossing.out(argument))));
    }
}
