package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import java.lang.invoke.MethodHandle;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.Handler;

/**
 * A handler that is a closure of a script. One that handles many exits is called without Groovy's search for its code.
 */
final class ClosureHandler implements Handler {
    /** A handler of a few exits does not repay the time to find its code. */
    private static final int MANY = 300;

    private final Closure<?> block;
    private final boolean takesExit;
    private int exits;
    private MethodHandle code;

    ClosureHandler(Closure<?> block) {
        this.block = block;
        takesExit = block.getMaximumNumberOfParameters() == 1;
    }

    @Override
    public Object handle(Exit exit) {
        if (code != null) {
            return ClosureCode.call(code, exit);
        }
        // Vcpus of one machine have their exits handled one at a time.
        if (exits < MANY && ++exits == MANY) {
            code = ClosureCode.of(block, takesExit);
        }
        return takesExit ? block.call(exit) : block.call();
    }
}
