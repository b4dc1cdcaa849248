package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.codehaus.groovy.runtime.GeneratedClosure;
import org.codehaus.groovy.runtime.metaclass.ClosureMetaClass;
import org.kvmsh.bindings.kvm.Exit;

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

    /** What the handler threw, as it is: Groovy's methods declare no exceptions. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException thrown(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
