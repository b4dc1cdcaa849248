package org.kvmsh.dsl.lang.js;

import java.util.function.Function;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.inspect.RefusedCall;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The members of a caught kvmsh error: prelude.js puts this behind every such error, instead of GraalVM's class names.
 *
 * @param failure sets the position of an exception
 */
record CaughtError(Function<Throwable, ScriptError> failure, ValueConverter crossing) implements ProxyExecutable {
    private static final String NAME = "KvmshError";

    /** An error whose class's prototype prelude.js completes. */
    static Object thrown(Value... none) {
        throw new IllegalStateException();
    }

    /** The member of an error, by its name; undefined if it has none. */
    @Override
    public Object execute(Value... given) {
        PolyglotException thrown = given[0].isException() ? thrown(given[0]) : null;
        if (thrown == null) {
            return null;
        }
        ScriptError error = failure.apply(thrown);
        return switch (given[1].asString()) {
            case "name" -> NAME;
            case "message" -> error.getMessage();
            case "errno" ->
                error.refusal() != null
                        ? (Object) error.refusal().errno()
                        : thrown.isHostException() && thrown.asHostException() instanceof KvmException refused
                                ? refused.errno()
                                : null;
            case "stack" -> stack(error, thrown);
            default -> error.refusal() == null ? null : crossing.out(RefusedCall.behind(error));
        };
    }

    private static String stack(ScriptError error, PolyglotException thrown) {
        StringBuilder lines = new StringBuilder(error.getMessage());
        for (PolyglotException.StackFrame frame : thrown.getPolyglotStackTrace()) {
            if (frame.isGuestFrame()
                    && frame.getSourceLocation() != null
                    && !frame.getSourceLocation().getSource().isInternal()) {
                lines.append("\n    at ").append(Places.site(frame.getSourceLocation()));
            }
        }
        return lines.toString();
    }

    private static PolyglotException thrown(Value error) {
        try {
            throw error.throwException();
        } catch (PolyglotException e) {
            return e;
        }
    }
}
