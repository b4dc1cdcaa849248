package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.codehaus.groovy.runtime.GeneratedClosure;
import org.codehaus.groovy.runtime.metaclass.ClosureMetaClass;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.ScriptError;

/** The method that Groovy compiled a closure to, where calling it is the same as calling the closure. */
final class ClosureCode {
    private static final MethodType HANDLES = MethodType.methodType(Object.class, Exit.class);

    private ClosureCode() {}

    /** The code of a closure that takes an exit or nothing; null if only Groovy can tell what a call of it does. */
    static MethodHandle of(Closure<?> block, boolean takesExit) {
        if (!(block instanceof GeneratedClosure) || block.getMetaClass().getClass() != ClosureMetaClass.class) {
            return null;
        }
        try {
            Method method = takesExit
                    ? block.getClass().getDeclaredMethod("doCall", Object.class)
                    : block.getClass().getDeclaredMethod("doCall");
            MethodHandle own = MethodHandles.lookup().unreflect(method).bindTo(block);
            return (takesExit ? own : MethodHandles.dropArguments(own, 0, Exit.class)).asType(HANDLES);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            // A parameter with a type of its own.
            return null;
        }
    }

    /** Calls such code; what it throws is thrown as it is, since Groovy's methods declare no exceptions. */
    static Object call(MethodHandle code, Exit exit) {
        try {
            return (Object) code.invokeExact(exit);
        } catch (Throwable e) {
            throw ClosureCode.<RuntimeException>thrown(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E thrown(Throwable thrown) throws E {
        throw (E) thrown;
    }

    static ScriptError takesMore(Closure<?> block) {
        return new ScriptError(
                Cursor.here(),
                "a handler takes one argument, the exit; this one takes " + block.getMaximumNumberOfParameters(),
                "try: on(io: 0x3f8) { e -> e.value }");
    }
}
